// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

class FuseSink final : public ChainedSink
{
public:
    using ChainedSink::ChainedSink;
    void write(std::string_view part, bool) override { next().write(part, false); }
    void finish() override
    {
        next().write({}, true);
        next().finish();
    }
};

/// All tokens become one.
class Fuse final : public Decoder
{
public:
    std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const override
    {
        return std::make_unique<FuseSink>(std::move(next));
    }
    std::string inside(std::string token) const override { return token; }
};

} // namespace

base::Result<DecoderPtr> makeFuse(const StageSpec&)
{
    return DecoderPtr(std::make_unique<Fuse>());
}

} // namespace fe::tokenizers
