// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/utf8.h"
#include "models/language_model.h"
#include "tokenizers/tokenizer.h"

#include <chrono>
#include <functional>
#include <thread>

namespace fe::test {

using models::TokenId;
using Ids = std::vector<TokenId>;

/// What a FakeModel does; read and written by the test between calls.
struct FakeBehaviour {
    /// Logits after a sequence: the whole "model".
    std::function<std::vector<float>(std::span<const TokenId>)> logits;
    std::int64_t vocab = 8;
    std::int64_t context = 64;
    std::int64_t largestSession = 1 << 20; ///< above: OutOfMemory
    std::chrono::milliseconds perToken { 0 };
    std::function<void(std::int64_t read)> onRead; ///< called before each token read
    std::int64_t tokensRead = 0; ///< by all sessions together
    std::int64_t rowsScored = 0; ///< rows given to a LogitSink
    std::int64_t sessions = 0;
    std::int64_t failAfter = -1; ///< an Error at this many tokens read
};

class FakeSession final : public models::Session
{
public:
    FakeSession(FakeBehaviour& behaviour, std::int64_t capacity)
        : m_behaviour(behaviour), m_capacity(capacity)
    {
    }

    std::int64_t position() const override { return static_cast<std::int64_t>(m_ids.size()); }
    std::int64_t capacity() const override { return m_capacity; }

    base::Result<models::Logits> append(std::span<const TokenId> ids,
                                        const base::CancelToken& cancel,
                                        base::Progress& progress) override
    {
        const auto sink = [](std::size_t, models::Logits) { return true; };
        FE_CHECK(readAll(ids, sink, false, cancel, progress));
        m_row = m_behaviour.logits(m_ids);
        return models::Logits(m_row);
    }
    base::Result<void> appendScored(std::span<const TokenId> ids, const models::LogitSink& sink,
                                    const base::CancelToken& cancel,
                                    base::Progress& progress) override
    {
        return readAll(ids, sink, true, cancel, progress);
    }
    base::Result<void> truncate(std::int64_t length) override
    {
        if (m_poisoned || length > position()) {
            return base::internalError("FakeSession",
                                       "poisoned, or truncated to more than it holds");
        }
        m_ids.resize(static_cast<std::size_t>(length));
        return {};
    }
    void reset() override
    {
        m_ids.clear();
        m_poisoned = false;
    }

private:
    base::Result<void> readAll(std::span<const TokenId> ids, const models::LogitSink& sink,
                               bool scored, const base::CancelToken& cancel,
                               base::Progress& progress)
    {
        const std::size_t before = m_ids.size();
        if (m_poisoned || ids.empty()
            || before + ids.size() > static_cast<std::size_t>(m_capacity)) {
            m_poisoned = true;
            return base::internalError("FakeSession",
                                       "poisoned, nothing to read, or beyond its capacity");
        }
        for (const TokenId id : ids) {
            if (m_behaviour.onRead) {
                m_behaviour.onRead(m_behaviour.tokensRead);
            }
            std::this_thread::sleep_for(m_behaviour.perToken);
            if (cancel.isCancelled()) {
                m_ids.resize(before);
                return base::cancelled();
            }
            if (m_behaviour.tokensRead == m_behaviour.failAfter) {
                m_poisoned = true;
                return base::internalError("FakeSession", "told to fail");
            }
            ++m_behaviour.tokensRead;
            m_ids.push_back(id);
            progress.advance();
            if (scored) {
                ++m_behaviour.rowsScored;
                m_row = m_behaviour.logits(m_ids);
                if (!sink(m_ids.size() - 1, m_row)) {
                    return {};
                }
            }
        }
        return {};
    }

    FakeBehaviour& m_behaviour;
    std::int64_t m_capacity;
    Ids m_ids;
    std::vector<float> m_row;
    bool m_poisoned = false;
};

class FakeModel final : public models::LanguageModel
{
public:
    explicit FakeModel(FakeBehaviour& behaviour) : m_behaviour(behaviour)
    {
        m_info.architecture = "fake";
        m_info.vocabSize = behaviour.vocab;
        m_info.context = behaviour.context;
    }

    const models::ModelInfo& info() const override { return m_info; }
    const models::LoadOptions& options() const override { return m_options; }
    std::uint64_t weightBytes() const override { return 0; }
    std::uint64_t cacheBytesPerToken() const override { return 1; }
    base::Result<std::unique_ptr<models::Session>> newSession(std::int64_t maxTokens) const override
    {
        if (maxTokens > m_info.context || maxTokens < 1) {
            return base::invalidArgument("session", "outside the context");
        }
        if (maxTokens > m_behaviour.largestSession) {
            return base::Error { base::ErrorCode::OutOfMemory, "session", {}, {}, "too large", {} };
        }
        ++m_behaviour.sessions;
        return std::unique_ptr<models::Session>(
            std::make_unique<FakeSession>(m_behaviour, maxTokens));
    }
    base::Result<std::vector<models::NamedArray>> forward(const models::ForwardInput&,
                                                          const base::CancelToken&,
                                                          base::Progress&) const override
    {
        return base::internalError("FakeModel", "has no forward pass");
    }

private:
    FakeBehaviour& m_behaviour;
    models::ModelInfo m_info;
    models::LoadOptions m_options;
};

/// Tokens that are byte strings; decoding concatenates them.
class FakeTokenizer final : public tokenizers::Tokenizer
{
public:
    explicit FakeTokenizer(std::vector<std::string> pieces) : m_pieces(std::move(pieces)) { }

    base::Result<tokenizers::Encoding> encode(std::string_view,
                                              const tokenizers::EncodeOptions&) const override
    {
        return base::internalError("FakeTokenizer", "does not encode");
    }
    std::string decode(std::span<const TokenId> ids,
                       const tokenizers::DecodeOptions&) const override
    {
        std::string bytes;
        for (const TokenId id : ids) {
            bytes += tokenBytes(id);
        }
        return base::toValidUtf8(bytes);
    }
    std::unique_ptr<tokenizers::DecodeRun> startDecoding(
        const tokenizers::DecodeOptions&) const override
    {
        return std::make_unique<Run>(*this);
    }
    std::size_t vocabSize() const override { return m_pieces.size(); }
    std::string token(TokenId id) const override { return tokenBytes(id); }
    std::string tokenBytes(TokenId id) const override
    {
        return m_pieces.at(static_cast<std::size_t>(id));
    }
    std::optional<TokenId> idOf(std::string_view) const override { return std::nullopt; }
    bool isSpecial(TokenId) const override { return false; }
    std::optional<TokenId> bosId() const override { return std::nullopt; }
    const std::vector<TokenId>& stopIds() const override { return m_stopIds; }
    const std::optional<std::string>& chatTemplate() const override { return m_chatTemplate; }
    std::string description() const override { return "fake"; }

private:
    class Run final : public tokenizers::DecodeRun
    {
    public:
        explicit Run(const FakeTokenizer& tokenizer) : m_tokenizer(tokenizer) { }
        std::string push(TokenId id) override
        {
            m_bytes += m_tokenizer.tokenBytes(id);
            const std::size_t complete = base::completeUtf8Prefix(m_bytes);
            const std::string text
                = base::toValidUtf8(std::string_view(m_bytes).substr(0, complete));
            m_bytes.erase(0, complete);
            return text;
        }
        std::string finish() override { return base::toValidUtf8(m_bytes); }

    private:
        const FakeTokenizer& m_tokenizer;
        std::string m_bytes;
    };

    std::vector<std::string> m_pieces;
    std::vector<TokenId> m_stopIds;
    std::optional<std::string> m_chatTemplate;
};

/// After a sequence of n tokens, script[n - offset] is by far the likeliest (0 beyond the end).
inline auto scripted(Ids script, std::size_t offset, std::int64_t vocab)
{
    return [script = std::move(script), offset, vocab](std::span<const TokenId> ids) {
        std::vector<float> logits(static_cast<std::size_t>(vocab), 0.0F);
        const std::size_t at = ids.size() - offset;
        logits[at < script.size() ? static_cast<std::size_t>(script[at]) : 0] = 20.0F;
        return logits;
    };
}

} // namespace fe::test
