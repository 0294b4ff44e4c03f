// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "models/language_model.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace fe::generation {

using models::TokenId;

/// One session and the ids that it holds: of the next text only what differs is read. One thread at
/// a time. After an Error other than Cancelled the next call begins with a fresh session.
class PrefixCache
{
public:
    explicit PrefixCache(models::LanguageModelPtr model);

    /// Encoder-decoders: what the texts that follow answer. Read by the encoder unless it is the
    /// same as before; the texts read so far are forgotten if it is not.
    [[nodiscard]] base::Result<void> setSource(std::span<const TokenId> source,
                                               const base::CancelToken& cancel,
                                               base::Progress& progress);
    /// Makes room for texts of `needed` tokens, and for `roomy` of them if there is memory for so
    /// many, so that growing texts are not read anew. OutOfMemory leaves an empty cache.
    [[nodiscard]] base::Result<void> reserve(std::int64_t needed, std::int64_t roomy);
    /// What is roomy for texts of so many tokens.
    [[nodiscard]] std::int64_t roomyFor(std::int64_t tokens) const;

    /// Reads `text` (not empty) and gives the scores after its last token, which is always read
    /// anew: the scores of a text in the cache are not kept.
    [[nodiscard]] base::Result<models::Logits> read(std::span<const TokenId> text,
                                                    const base::CancelToken& cancel,
                                                    base::Progress& progress);
    /// Reads `text` followed by `more` (not empty) and gives the scores after each token of `more`.
    [[nodiscard]] base::Result<void> readScored(std::span<const TokenId> text,
                                                std::span<const TokenId> more,
                                                const models::LogitSink& sink,
                                                const base::CancelToken& cancel,
                                                base::Progress& progress);

    /// Tokens read since the beginning, those of sources included.
    [[nodiscard]] std::int64_t tokensRead() const { return m_tokensRead; }
    [[nodiscard]] const models::LanguageModel& model() const { return *m_model; }

private:
    [[nodiscard]] base::Result<void> keepCommon(std::span<const TokenId> text, std::size_t most);
    [[nodiscard]] base::Result<void> readMore(std::span<const TokenId> ids,
                                              const base::CancelToken& cancel,
                                              base::Progress& progress);
    void took(std::span<const TokenId> ids);
    [[nodiscard]] base::Error failed(const base::Error& error);
    void forget();

    models::LanguageModelPtr m_model;
    std::unique_ptr<models::Session> m_session;
    std::vector<TokenId> m_ids; ///< what m_session holds
    std::vector<TokenId> m_source;
    std::int64_t m_tokensRead = 0;
};

/// `model` with all its sessions living in one cache: a session is but the list of its ids, and
/// what another one read before is found again. The sessions borrow the cache.
[[nodiscard]] models::LanguageModelPtr cachedModel(PrefixCache& cache,
                                                   models::LanguageModelPtr model);

} // namespace fe::generation
