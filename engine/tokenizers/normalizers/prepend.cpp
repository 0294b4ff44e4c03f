// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

class Prepend final : public Normalizer
{
public:
    explicit Prepend(std::string prefix) : m_prefix(std::move(prefix)) { }
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        appendPrepended(source, m_prefix, out);
        return {};
    }

private:
    std::string m_prefix;
};

} // namespace

base::Result<NormalizerPtr> makePrepend(const StageSpec& spec)
{
    FE_TRY(std::string prefix, spec.text("prepend"));
    return NormalizerPtr(std::make_unique<Prepend>(std::move(prefix)));
}

} // namespace fe::tokenizers
