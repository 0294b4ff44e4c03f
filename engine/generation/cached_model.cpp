// SPDX-License-Identifier: Apache-2.0
#include "generation/prefix_cache.h"

namespace fe::generation {
namespace {

using base::Result;

/// Holds ids; the cache holds keys and values.
class CachedSession final : public models::Session
{
public:
    CachedSession(PrefixCache& cache, std::vector<TokenId> source, std::int64_t capacity)
        : m_cache(cache), m_source(std::move(source)), m_capacity(capacity)
    {
    }

    std::int64_t position() const override { return static_cast<std::int64_t>(m_ids.size()); }
    std::int64_t capacity() const override { return m_capacity; }

    Result<models::Logits> append(std::span<const TokenId> ids, const base::CancelToken& cancel,
                                  base::Progress& progress) override
    {
        FE_CHECK(prepare(ids, cancel, progress));
        const std::size_t before = m_ids.size();
        m_ids.insert(m_ids.end(), ids.begin(), ids.end());
        auto logits = m_cache.read(m_ids, cancel, progress);
        if (!logits) {
            m_ids.resize(before);
            return poison(logits.error());
        }
        return logits;
    }

    Result<void> appendScored(std::span<const TokenId> ids, const models::LogitSink& sink,
                              const base::CancelToken& cancel, base::Progress& progress) override
    {
        FE_CHECK(prepare(ids, cancel, progress));
        std::size_t given = 0;
        const auto counted = [&](std::size_t position, models::Logits logits) {
            ++given;
            return sink(position, logits);
        };
        const auto read = m_cache.readScored(m_ids, ids, counted, cancel, progress);
        if (!read) {
            return poison(read.error());
        }
        m_ids.insert(m_ids.end(), ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(given));
        return {};
    }

    Result<void> truncate(std::int64_t length) override
    {
        if (m_poisoned || length < 0 || length > position()) {
            return base::internalError("CachedSession",
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
    Result<void> prepare(std::span<const TokenId> ids, const base::CancelToken& cancel,
                         base::Progress& progress)
    {
        if (m_poisoned || ids.empty()
            || m_ids.size() + ids.size() > static_cast<std::size_t>(m_capacity)) {
            return base::internalError("CachedSession",
                                       "poisoned, nothing to read, or beyond its capacity");
        }
        if (!m_source.empty()) {
            return m_cache.setSource(m_source, cancel, progress);
        }
        return m_cache.reserve(m_capacity, m_capacity);
    }
    base::Error poison(const base::Error& error)
    {
        m_poisoned = error.code != base::ErrorCode::Cancelled;
        return error;
    }

    PrefixCache& m_cache;
    std::vector<TokenId> m_source; ///< encoder-decoders
    std::int64_t m_capacity;
    std::vector<TokenId> m_ids;
    bool m_poisoned = false;
};

class CachedModel final : public models::LanguageModel
{
public:
    CachedModel(PrefixCache& cache, models::LanguageModelPtr model)
        : m_cache(cache), m_model(std::move(model))
    {
    }

    const models::ModelInfo& info() const override { return m_model->info(); }
    const models::LoadOptions& options() const override { return m_model->options(); }
    std::uint64_t weightBytes() const override { return m_model->weightBytes(); }
    std::uint64_t cacheBytesPerToken() const override { return m_model->cacheBytesPerToken(); }
    Result<std::vector<models::NamedArray>> forward(const models::ForwardInput& input,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress) const override
    {
        return m_model->forward(input, cancel, progress);
    }
    Result<std::unique_ptr<models::Session>> newSession(std::int64_t maxTokens) const override
    {
        FE_CHECK(m_cache.reserve(maxTokens, maxTokens));
        return std::unique_ptr<models::Session>(
            std::make_unique<CachedSession>(m_cache, std::vector<TokenId> {}, maxTokens));
    }
    Result<std::unique_ptr<models::Session>> newAnswerSession(
        std::span<const TokenId> source, std::int64_t maxTokens, const base::CancelToken& cancel,
        base::Progress& progress) const override
    {
        FE_CHECK(m_cache.setSource(source, cancel, progress));
        return std::unique_ptr<models::Session>(std::make_unique<CachedSession>(
            m_cache, std::vector<TokenId>(source.begin(), source.end()), maxTokens));
    }

private:
    PrefixCache& m_cache;
    models::LanguageModelPtr m_model;
};

} // namespace

models::LanguageModelPtr cachedModel(PrefixCache& cache, models::LanguageModelPtr model)
{
    return std::make_shared<CachedModel>(cache, std::move(model));
}

} // namespace fe::generation
