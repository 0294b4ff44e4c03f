// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/models/bpe.h"

#include "base/utf8.h"
#include "tokenizers/byte_alphabet.h"

#include <algorithm>
#include <queue>

namespace fe::tokenizers {
namespace {

struct Candidate {
    std::uint32_t rank = 0;
    std::int32_t position = 0;
    TokenId result = 0;
};

/// Where looking at all pairs again after every merge is still quicker than a queue of them.
constexpr std::size_t kShortWord = 32;

/// Makes the priority queue give the lowest rank, then the leftmost.
bool comesLater(const Candidate& a, const Candidate& b)
{
    return a.rank != b.rank ? a.rank > b.rank : a.position > b.position;
}

} // namespace

/// Unknown characters that wait for their neighbours to be fused with.
struct Bpe::UnknownRun {
    std::optional<TokenId> id;
    std::uint32_t length = 0;

    void flush(std::vector<Symbol>& symbols)
    {
        if (id) {
            symbols.push_back({ *id, length });
            id.reset();
        }
    }
};

Bpe::Bpe(Vocabulary vocabulary, MergeTable merges, BpeOptions options)
    : m_vocabulary(std::move(vocabulary)), m_merges(std::move(merges)),
      m_options(std::move(options))
{
    if (m_options.unknownToken) {
        m_unknownId = m_vocabulary.find(*m_options.unknownToken);
    }
    for (unsigned byte = 0; byte < 256; ++byte) {
        m_byteIds[byte]
            = m_vocabulary.find(fallbackToken(static_cast<unsigned char>(byte))).value_or(-1);
    }
}

std::string Bpe::description(bool byteLevel) const
{
    if (byteLevel) {
        return "byte-level BPE";
    }
    return m_options.byteFallback ? "SentencePiece BPE" : "BPE";
}

base::Result<void> Bpe::tokenize(std::string_view word, const ModelOptions& options,
                                 std::vector<ModelToken>& out) const
{
    if (m_options.ignoreMerges) {
        const auto whole = m_vocabulary.find(word);
        if (whole && (options.forbidden == nullptr || !options.forbidden->contains(*whole))) {
            out.push_back({ *whole, 0, static_cast<std::uint32_t>(word.size()) });
            return {};
        }
    }
    thread_local std::vector<Symbol> symbols;
    symbols.clear();
    FE_CHECK(split(word, symbols));
    if (symbols.size() <= std::min(m_options.shortWord, kShortWord)) {
        mergeShort(symbols);
    } else {
        merge(symbols);
    }
    std::uint32_t begin = 0;
    for (const Symbol& symbol : symbols) {
        if (symbol.length > 0) {
            out.push_back({ symbol.id, begin, begin + symbol.length });
            begin += symbol.length;
        }
    }
    return {};
}

base::Result<void> Bpe::split(std::string_view word, std::vector<Symbol>& symbols) const
{
    UnknownRun unknown;
    std::string decorated;
    for (std::size_t position = 0; position < word.size();) {
        const std::uint32_t length = base::decodeUtf8(word, position).length;
        std::string_view spelled = word.substr(position, length);
        const bool isFirst = position == 0;
        position += length;
        const bool isLast = position == word.size();
        if ((!isFirst && !m_options.continuingPrefix.empty())
            || (isLast && !m_options.endSuffix.empty())) {
            decorated = (isFirst ? "" : m_options.continuingPrefix) + std::string(spelled)
                + (isLast ? m_options.endSuffix : "");
            spelled = decorated;
        }
        if (const auto id = m_vocabulary.find(spelled)) {
            unknown.flush(symbols);
            symbols.push_back({ *id, length });
        } else if (!m_options.byteFallback || !addBytes(spelled, symbols)) {
            FE_CHECK(addUnknown(spelled, length, unknown, symbols));
        }
    }
    unknown.flush(symbols);
    return {};
}

/// Unknown characters before these bytes stay pending and come after them: so does the reference.
bool Bpe::addBytes(std::string_view spelled, std::vector<Symbol>& symbols) const
{
    const auto idOf = [this](char c) { return m_byteIds[static_cast<unsigned char>(c)]; };
    if (std::any_of(spelled.begin(), spelled.end(), [&](char c) { return idOf(c) < 0; })) {
        return false;
    }
    for (const char c : spelled) {
        symbols.push_back({ idOf(c), 1 });
    }
    return true;
}

base::Result<void> Bpe::addUnknown(std::string_view spelled, std::uint32_t length, UnknownRun& run,
                                   std::vector<Symbol>& symbols) const
{
    if (!m_options.unknownToken) {
        return {};
    }
    if (!m_unknownId) {
        return unknownWord(spelled, *m_options.unknownToken);
    }
    if (run.id && m_options.fuseUnknown) {
        run.length += length;
        return {};
    }
    run.flush(symbols);
    run = { m_unknownId, length };
    return {};
}

/// The same merges in the same order as merge(), found by looking at every pair.
void Bpe::mergeShort(std::vector<Symbol>& symbols) const
{
    std::array<MergeTable::Merge, kShortWord> merges; // of a symbol with the next one
    const auto look = [&](std::size_t left) {
        merges[left] = m_merges.find(symbols[left].id, symbols[left + 1].id);
    };
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
        look(i);
    }
    for (;;) {
        std::size_t best = symbols.size();
        for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
            if (merges[i].result >= 0
                && (best == symbols.size() || merges[i].rank < merges[best].rank)) {
                best = i;
            }
        }
        if (best == symbols.size()) {
            return;
        }
        symbols[best].id = merges[best].result;
        symbols[best].length += symbols[best + 1].length;
        const auto at = static_cast<std::ptrdiff_t>(best) + 1;
        symbols.erase(symbols.begin() + at);
        std::copy(merges.begin() + at + 1, merges.end(), merges.begin() + at);
        if (best + 1 < symbols.size()) {
            look(best);
        }
        if (best > 0) {
            look(best - 1);
        }
    }
}

void Bpe::merge(std::vector<Symbol>& symbols) const
{
    const auto count = static_cast<std::int32_t>(symbols.size());
    std::vector<Candidate> storage;
    storage.reserve(symbols.size());
    std::priority_queue queue(&comesLater, std::move(storage));
    const auto offer = [&](std::int32_t left, std::int32_t right) {
        const auto found = m_merges.find(symbols[static_cast<std::size_t>(left)].id,
                                         symbols[static_cast<std::size_t>(right)].id);
        if (found.result >= 0) {
            queue.push({ found.rank, left, found.result });
        }
    };
    for (std::int32_t i = 0; i < count; ++i) {
        symbols[static_cast<std::size_t>(i)].previous = i - 1;
        symbols[static_cast<std::size_t>(i)].next = i + 1 < count ? i + 1 : -1;
        if (i + 1 < count) {
            offer(i, i + 1);
        }
    }
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        Symbol& left = symbols[static_cast<std::size_t>(best.position)];
        if (left.length == 0 || left.next < 0) {
            continue;
        }
        Symbol& right = symbols[static_cast<std::size_t>(left.next)];
        if (m_merges.find(left.id, right.id).result != best.result) {
            continue; // one of the two was merged meanwhile
        }
        left.id = best.result;
        left.length += right.length;
        left.next = right.next;
        right.length = 0;
        if (left.next >= 0) {
            symbols[static_cast<std::size_t>(left.next)].previous = best.position;
            offer(best.position, left.next);
        }
        if (left.previous >= 0) {
            offer(left.previous, best.position);
        }
    }
}

base::Result<void> MergeReader::add(std::string_view left, std::string_view right,
                                    const StageSpec& spec, std::string_view key)
{
    const auto refuse = [&](std::string_view token) {
        return spec.malformed(key,
                              "merge " + base::grouped(m_rank + 1ULL) + " needs \""
                                  + std::string(token) + "\", which is no token");
    };
    const auto leftId = m_vocabulary.find(left);
    const auto rightId = m_vocabulary.find(right);
    if (!leftId || !rightId) {
        return refuse(leftId ? right : left);
    }
    m_merged.assign(left);
    m_merged += right.substr(std::min(m_prefixLength, right.size()));
    const auto merged = m_vocabulary.find(m_merged);
    if (!merged) {
        return refuse(m_merged);
    }
    m_table.insert(*leftId, *rightId, { m_rank++, *merged });
    return {};
}

} // namespace fe::tokenizers
