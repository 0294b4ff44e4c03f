// SPDX-License-Identifier: Apache-2.0
#include "generation/prefix_cache.h"

#include <algorithm>

namespace fe::generation {
namespace {

/// Larger than most texts need, so that a longer one finds what was read.
constexpr std::int64_t kSmallestSession = 1024;

std::size_t commonLength(std::span<const TokenId> a, std::span<const TokenId> b)
{
    const std::size_t length = std::min(a.size(), b.size());
    const auto differs
        = std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(length), b.begin());
    return static_cast<std::size_t>(differs.first - a.begin());
}

} // namespace

PrefixCache::PrefixCache(models::LanguageModelPtr model) : m_model(std::move(model)) { }

void PrefixCache::forget()
{
    m_session.reset();
    m_ids.clear();
    m_source.clear();
}

base::Error PrefixCache::failed(const base::Error& error)
{
    if (error.code != base::ErrorCode::Cancelled) {
        forget();
    }
    return error;
}

base::Result<void> PrefixCache::setSource(std::span<const TokenId> source,
                                          const base::CancelToken& cancel, base::Progress& progress)
{
    if (m_session != nullptr && std::ranges::equal(m_source, source)) {
        return {};
    }
    forget();
    FE_TRY(m_session, m_model->newAnswerSession(source, m_model->info().context, cancel, progress));
    m_source.assign(source.begin(), source.end());
    m_tokensRead += static_cast<std::int64_t>(source.size());
    return {};
}

std::int64_t PrefixCache::roomyFor(std::int64_t tokens) const
{
    return std::min(m_model->info().context, std::max(kSmallestSession, 2 * tokens));
}

base::Result<void> PrefixCache::reserve(std::int64_t needed, std::int64_t roomy)
{
    if (m_model->hasEncoder() || (m_session != nullptr && m_session->capacity() >= needed)) {
        return {}; // an answer's session has the whole context
    }
    forget();
    auto session = m_model->newSession(std::max(needed, roomy));
    if (!session && session.error().code == base::ErrorCode::OutOfMemory && roomy > needed) {
        session = m_model->newSession(needed);
    }
    if (!session) {
        return session.error();
    }
    m_session = *std::move(session);
    return {};
}

/// Afterwards the session holds the common beginning of what it held and `text`, at most `most`
/// tokens, and has room for `text`.
base::Result<void> PrefixCache::keepCommon(std::span<const TokenId> text, std::size_t most)
{
    const auto length = static_cast<std::int64_t>(text.size());
    FE_CHECK(reserve(length, roomyFor(length)));
    if (m_session == nullptr) {
        return base::internalError("PrefixCache", "an answer is read before its source");
    }
    const std::size_t keep = std::min(commonLength(m_ids, text), most);
    if (keep < m_ids.size()) {
        m_ids.resize(keep);
        FE_CHECK(m_session->truncate(static_cast<std::int64_t>(keep)));
    }
    return {};
}

void PrefixCache::took(std::span<const TokenId> ids)
{
    m_ids.insert(m_ids.end(), ids.begin(), ids.end());
    m_tokensRead += static_cast<std::int64_t>(ids.size());
}

base::Result<void> PrefixCache::readMore(std::span<const TokenId> ids,
                                         const base::CancelToken& cancel, base::Progress& progress)
{
    if (!ids.empty()) {
        FE_CHECK(m_session->append(ids, cancel, progress));
        took(ids);
    }
    return {};
}

base::Result<models::Logits> PrefixCache::read(std::span<const TokenId> text,
                                               const base::CancelToken& cancel,
                                               base::Progress& progress)
{
    if (const auto kept = keepCommon(text, text.size() - 1); !kept) {
        return failed(kept.error());
    }
    const auto unread = text.subspan(m_ids.size());
    auto logits = m_session->append(unread, cancel, progress);
    if (!logits) {
        return failed(logits.error());
    }
    took(unread);
    return logits;
}

base::Result<void> PrefixCache::readScored(std::span<const TokenId> text,
                                           std::span<const TokenId> more,
                                           const models::LogitSink& sink,
                                           const base::CancelToken& cancel,
                                           base::Progress& progress)
{
    std::vector<TokenId> whole(text.begin(), text.end());
    whole.insert(whole.end(), more.begin(), more.end());
    if (const auto kept = keepCommon(whole, text.size()); !kept) {
        return failed(kept.error());
    }
    if (const auto read = readMore(text.subspan(m_ids.size()), cancel, progress); !read) {
        return failed(read.error());
    }
    const auto before = m_session->position();
    if (const auto read = m_session->appendScored(more, sink, cancel, progress); !read) {
        return failed(read.error());
    }
    // A sink may have stopped it early.
    took(more.first(static_cast<std::size_t>(m_session->position() - before)));
    return {};
}

} // namespace fe::generation
