// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "tokenizers/base64.h"
#include "tokenizers/char_changes.h"
#include "tokenizers/charsmap.h"
#include "tokenizers/grapheme.h"
#include "tokenizers/stages.h"

namespace fe::tokenizers {
namespace {

/// Longer clusters are looked up by code point only: so does the reference.
constexpr std::size_t kLongestCluster = 5;

/// Writes down that `old` became `replacement`.
void addReplacement(std::string_view old, std::string_view replacement,
                    std::vector<CharChange>& changes)
{
    std::int32_t surplus = 0;
    for (std::size_t position = 0; position < old.size(); --surplus) {
        position += base::decodeUtf8(old, position).length;
    }
    for (std::size_t position = 0; position < replacement.size(); ++surplus) {
        const base::CodePoint point = base::decodeUtf8(replacement, position);
        position += point.length;
        changes.push_back({ point.codePoint, 0 });
    }
    for (std::int32_t i = 0; i < surplus; ++i) {
        changes[changes.size() - 1 - static_cast<std::size_t>(i)].change = 1;
    }
    // The code point before takes what vanishes; at the start of the text there is none, and the
    // reference's alignment is off by that much from there on.
    if (surplus < 0 && !changes.empty()) {
        changes.back().change += surplus;
    }
}

/// SentencePiece's own normaliser: a map of characters made when the model was trained.
class Precompiled final : public Normalizer
{
public:
    explicit Precompiled(Charsmap map) : m_map(std::move(map)) { }
    base::Result<void> normalize(const TextView& source, AlignedText& out) const override
    {
        std::vector<CharChange> changes;
        changes.reserve(source.text.size());
        bool isChanged = false;
        for (std::size_t position = 0; position < source.text.size();) {
            const std::size_t end = graphemeEnd(source.text, position);
            isChanged
                = addCluster(source.text.substr(position, end - position), changes) || isChanged;
            position = end;
        }
        if (isChanged) {
            applyChanges(source, changes, 0, out);
        } else {
            out.append(source, 0, source.text.size());
        }
        return {};
    }

private:
    bool addCluster(std::string_view cluster, std::vector<CharChange>& changes) const
    {
        if (cluster.size() <= kLongestCluster) {
            if (const auto replacement = m_map.find(cluster)) {
                addReplacement(cluster, *replacement, changes);
                return true;
            }
        }
        bool isChanged = false;
        for (std::size_t position = 0; position < cluster.size();) {
            const base::CodePoint point = base::decodeUtf8(cluster, position);
            const std::string_view part = cluster.substr(position, point.length);
            position += point.length;
            if (const auto replacement = m_map.find(part)) {
                addReplacement(part, *replacement, changes);
                isChanged = true;
            } else {
                changes.push_back({ point.codePoint, 0 });
            }
        }
        return isChanged;
    }

    Charsmap m_map;
};

} // namespace

base::Result<NormalizerPtr> makePrecompiled(const StageSpec& spec)
{
    FE_TRY(const std::string text, spec.text("precompiled_charsmap"));
    const auto bytes = fromBase64(text);
    if (!bytes) {
        return spec.malformed("precompiled_charsmap", "it is not base64");
    }
    FE_TRY(Charsmap map, Charsmap::parse(*bytes, spec, "precompiled_charsmap"));
    return NormalizerPtr(std::make_unique<Precompiled>(std::move(map)));
}

} // namespace fe::tokenizers
