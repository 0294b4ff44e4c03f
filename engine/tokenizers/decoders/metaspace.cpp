// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/metaspace.h"

#include "tokenizers/stages.h"
#include "tokenizers/text_replace.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

class MetaspaceDecoder final : public TokenwiseDecoder
{
public:
    explicit MetaspaceDecoder(MetaspaceSettings settings) : m_settings(std::move(settings)) { }

private:
    std::string decodeToken(std::string token, bool isFirst) const override
    {
        const bool drop = isFirst && m_settings.scheme != PrependScheme::Never;
        return replaceAll(token, m_settings.replacement, drop ? "" : " ");
    }

    MetaspaceSettings m_settings;
};

} // namespace

base::Result<DecoderPtr> makeMetaspaceDecoder(const StageSpec& spec)
{
    FE_TRY(MetaspaceSettings settings, readMetaspace(spec));
    return DecoderPtr(std::make_unique<MetaspaceDecoder>(std::move(settings)));
}

} // namespace fe::tokenizers
