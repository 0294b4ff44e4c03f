// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/models/unigram.h"

#include "base/utf8.h"
#include "tokenizers/byte_alphabet.h"

#include <algorithm>
#include <limits>

namespace fe::tokenizers {
namespace {

/// How much less likely an unknown character is than the least likely token.
constexpr double kUnknownPenalty = 10.0;

bool isForbidden(TokenId id, const ModelOptions& options)
{
    return options.forbidden != nullptr && options.forbidden->contains(id);
}

} // namespace

base::Result<ModelPtr> Unigram::make(std::vector<UnigramPiece> pieces, UnigramOptions options,
                                     const StageSpec& spec, std::string_view key)
{
    std::unique_ptr<Unigram> model(new Unigram);
    double least = std::numeric_limits<double>::infinity();
    std::vector<ByteTrie::Entry> entries;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        FE_CHECK(checkSearchedLength(pieces[i].text, spec, key));
        model->m_scores.push_back(pieces[i].score);
        model->m_inText.push_back(pieces[i].inText);
        if (pieces[i].inText) {
            least = std::min(least, pieces[i].score);
            entries.emplace_back(pieces[i].text, static_cast<TokenId>(i));
        }
    }
    if (options.unknownId && static_cast<std::size_t>(*options.unknownId) >= pieces.size()) {
        return spec.malformed("unk_id",
                              "the unknown token is number " + std::to_string(*options.unknownId)
                                  + " of " + base::grouped(pieces.size()));
    }
    model->m_trie = ByteTrie(std::move(entries));
    model->m_unknownScore = least - kUnknownPenalty;
    model->m_options = options;
    std::vector<std::string> texts;
    texts.reserve(pieces.size());
    for (UnigramPiece& piece : pieces) {
        texts.push_back(std::move(piece.text));
    }
    model->m_vocabulary = Vocabulary::fromList(std::move(texts), Vocabulary::Duplicates::LastWins);
    for (unsigned byte = 0; byte < 256; ++byte) {
        model->m_byteIds[byte]
            = model->m_vocabulary.find(fallbackToken(static_cast<unsigned char>(byte)))
                  .value_or(-1);
    }
    return ModelPtr(std::move(model));
}

base::Result<void> Unigram::tokenize(std::string_view word, const ModelOptions& options,
                                     std::vector<ModelToken>& out) const
{
    thread_local std::vector<Step> steps;
    steps.assign(word.size() + 1, {});
    FE_CHECK(findBest(word, options, steps));
    std::vector<std::pair<std::uint32_t, std::uint32_t>> parts;
    std::uint32_t unknownEnd = 0; // of the run of unknown characters that is open
    for (auto end = static_cast<std::uint32_t>(word.size()); end > 0;) {
        const Step& step = steps[end];
        const bool isUnknown = m_options.unknownId && step.id == *m_options.unknownId;
        if (isUnknown && unknownEnd == 0) {
            unknownEnd = end;
        } else if (!isUnknown && unknownEnd != 0) {
            parts.emplace_back(end, unknownEnd);
            unknownEnd = 0;
        }
        if (!isUnknown) {
            parts.emplace_back(step.begin, end);
        }
        end = step.begin;
    }
    if (unknownEnd != 0) {
        parts.emplace_back(0, unknownEnd);
    }
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        FE_CHECK(append(word, part->first, part->second, options, out));
    }
    return {};
}

base::Result<void> Unigram::findBest(std::string_view word, const ModelOptions& options,
                                     std::vector<Step>& steps) const
{
    for (std::size_t begin = 0; begin < word.size();) {
        const std::size_t length = base::decodeUtf8(word, begin).length;
        const double scoreHere = steps[begin].score;
        bool isKnown = false;
        const auto offer = [&](std::size_t end, double score, TokenId id) {
            Step& target = steps[end];
            if (target.begin == kNowhere || score > target.score) {
                target = { score, static_cast<std::uint32_t>(begin), id };
                return true;
            }
            return false;
        };
        m_trie.eachPrefix(word.substr(begin), [&](TokenId id, std::size_t found) {
            if (!isForbidden(id, options)) {
                offer(begin + found, m_scores[static_cast<std::size_t>(id)] + scoreHere, id);
                isKnown = isKnown || found == length;
            }
        });
        if (!isKnown && offer(begin + length, m_unknownScore + scoreHere, -1)) {
            if (!m_options.unknownId) {
                return noUnknown(word.substr(begin, length));
            }
            steps[begin + length].id = *m_options.unknownId;
        }
        begin += length;
    }
    return {};
}

/// A part is looked up by its text once more: joined unknown characters may spell a token.
base::Result<void> Unigram::append(std::string_view word, std::uint32_t begin, std::uint32_t end,
                                   const ModelOptions& options, std::vector<ModelToken>& out) const
{
    const std::string_view text = word.substr(begin, end - begin);
    const auto id = m_vocabulary.find(text);
    if (id && m_inText[static_cast<std::size_t>(*id)] && !isForbidden(*id, options)) {
        out.push_back({ *id, begin, end });
        return {};
    }
    if (m_options.byteFallback) {
        const auto idOf = [this](char c) { return m_byteIds[static_cast<unsigned char>(c)]; };
        if (std::all_of(text.begin(), text.end(), [&](char c) { return idOf(c) >= 0; })) {
            for (const char c : text) {
                out.push_back({ idOf(c), begin, end });
            }
            return {};
        }
    }
    if (!m_options.unknownId) {
        return noUnknown(text);
    }
    out.push_back({ *m_options.unknownId, begin, end, true });
    return {};
}

base::Error Unigram::noUnknown(std::string_view text) const
{
    return base::invalidArgument("cannot tokenise \"" + std::string(text) + "\"",
                                 "the vocabulary lacks it and has no unknown token");
}

} // namespace fe::tokenizers
