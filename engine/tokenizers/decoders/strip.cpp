// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/stages.h"
#include "tokenizers/token_sink.h"

namespace fe::tokenizers {
namespace {

struct StripOptions {
    std::string content; ///< one character
    std::size_t start = 0; ///< at most so many are taken off the beginning of every token
    std::size_t stop = 0; ///< and off its end
};

/// Passes a token on as it comes, but for the characters at its ends that may have to go.
class StripSink final : public ChainedSink
{
public:
    StripSink(std::unique_ptr<TextSink> next, const StripOptions& options)
        : ChainedSink(std::move(next)), m_options(options)
    {
    }

    void write(std::string_view part, bool endsToken) override
    {
        m_held += part;
        while (m_atStart && m_stripped < m_options.start && m_held.starts_with(m_options.content)) {
            m_held.erase(0, m_options.content.size());
            ++m_stripped;
        }
        // A prefix of the character alone cannot come: parts are whole code points.
        m_atStart = m_atStart && m_held.empty();
        if (endsToken) {
            cutEnd();
            next().write(m_held, true);
            m_held.clear();
            m_atStart = true;
            m_stripped = 0;
            return;
        }
        const std::size_t certain = m_held.size() - trailing() * m_options.content.size();
        next().write(std::string_view(m_held).substr(0, certain), false);
        m_held.erase(0, certain);
    }
    void finish() override { next().finish(); }

private:
    /// How many of the characters at the end may yet be stripped.
    [[nodiscard]] std::size_t trailing() const
    {
        std::size_t count = 0;
        std::string_view rest = m_held;
        while (count < m_options.stop && rest.ends_with(m_options.content)) {
            rest.remove_suffix(m_options.content.size());
            ++count;
        }
        return count;
    }
    void cutEnd() { m_held.resize(m_held.size() - trailing() * m_options.content.size()); }

    const StripOptions& m_options;
    std::string m_held;
    std::size_t m_stripped = 0;
    bool m_atStart = true;
};

class StripDecoder final : public Decoder
{
public:
    explicit StripDecoder(StripOptions options) : m_options(std::move(options)) { }
    std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const override
    {
        return std::make_unique<StripSink>(std::move(next), m_options);
    }
    std::string inside(std::string token) const override { return token; }

private:
    StripOptions m_options;
};

} // namespace

base::Result<DecoderPtr> makeStripDecoder(const StageSpec& spec)
{
    StripOptions options;
    FE_TRY(options.content, spec.character("content"));
    FE_TRY(options.start, spec.count("start"));
    FE_TRY(options.stop, spec.count("stop"));
    return DecoderPtr(std::make_unique<StripDecoder>(std::move(options)));
}

} // namespace fe::tokenizers
