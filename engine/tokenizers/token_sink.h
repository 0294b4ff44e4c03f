// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizers/stage.h"

namespace fe::tokenizers {

/// A run that passes what it makes to the next one.
class ChainedSink : public TextSink
{
public:
    explicit ChainedSink(std::unique_ptr<TextSink> next) : m_next(std::move(next)) { }

protected:
    [[nodiscard]] TextSink& next() { return *m_next; }

private:
    std::unique_ptr<TextSink> m_next;
};

/// A run that needs its tokens whole: it collects the parts.
class WholeTokenSink : public ChainedSink
{
public:
    using ChainedSink::ChainedSink;

    void write(std::string_view part, bool endsToken) final
    {
        if (endsToken && m_parts.empty()) {
            token(std::string(part));
            return;
        }
        m_parts += part;
        m_isOpen = true;
        if (endsToken) {
            closeToken();
        }
    }
    void finish() final
    {
        if (m_isOpen) {
            closeToken();
        }
        end();
        next().finish();
    }

protected:
    virtual void token(std::string whole) = 0;
    /// After the last token.
    virtual void end() { }

private:
    void closeToken()
    {
        m_isOpen = false;
        token(std::exchange(m_parts, {}));
    }

    std::string m_parts;
    bool m_isOpen = false;
};

/// A decoder that changes every token by itself.
class TokenwiseDecoder : public Decoder
{
public:
    [[nodiscard]] std::unique_ptr<TextSink> start(std::unique_ptr<TextSink> next) const final;

protected:
    /// @param isFirst it is the first token of the text.
    [[nodiscard]] virtual std::string decodeToken(std::string token, bool isFirst) const = 0;
    [[nodiscard]] std::string inside(std::string token) const override
    {
        return decodeToken(std::move(token), false);
    }
};

} // namespace fe::tokenizers
