// SPDX-License-Identifier: Apache-2.0
#include "tokenizers/models/unigram.h"
#include "tokenizers/stages.h"

#include <array>
#include <charconv>
#include <cmath>

namespace fe::tokenizers {
namespace {

/// The number as the reference reads it: its JSON parser divides the digits, taken as one integer,
/// by a power of ten, which may miss the nearest double by one step. Equally likely segmentations
/// are decided by that step.
double asReferenceReads(double value)
{
    std::array<char, 32> text {};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), std::abs(value),
                                       std::chars_format::scientific);
    const std::string_view number(text.data(), static_cast<std::size_t>(written.ptr - text.data()));
    const std::size_t mark = number.find('e');
    if (mark == std::string_view::npos) {
        return value; // infinite
    }
    std::uint64_t digits = 0;
    int exponent = 0;
    for (const char c : number.substr(0, mark)) {
        if (c != '.') {
            digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
        }
    }
    const std::size_t sign = mark + (number[mark + 1] == '+' ? 2 : 1);
    std::from_chars(number.data() + sign, number.data() + number.size(), exponent);
    exponent -= mark > 1 ? static_cast<int>(mark) - 2 : 0;
    const std::string powerText = "1e" + std::to_string(std::abs(exponent));
    double power = 0;
    const auto read = std::from_chars(powerText.data(), powerText.data() + powerText.size(), power);
    if (read.ec != std::errc()) {
        return value;
    }
    const auto whole = static_cast<double>(digits);
    return std::copysign(exponent < 0 ? whole / power : whole * power, value);
}

/// ["▁the", -3.5]
base::Result<UnigramPiece> readPiece(const StageSpec& spec)
{
    const auto* pair = spec.json.asArray();
    if (pair == nullptr || pair->size() != 2 || (*pair)[0].asString() == nullptr) {
        return spec.malformed({}, "a token and its score expected");
    }
    const auto score = (*pair)[1].asDouble();
    if (!score) {
        return spec.malformed({}, std::string("the score is ") + (*pair)[1].typeName());
    }
    return UnigramPiece { *(*pair)[0].asString(), asReferenceReads(*score) };
}

} // namespace

base::Result<ModelPtr> makeUnigram(const StageSpec& spec)
{
    UnigramOptions options;
    if (const base::Json* id = spec.json.findNonNull("unk_id")) {
        FE_TRY(options.unknownId, readTokenId(*id, spec, "unk_id"));
    }
    FE_TRY(options.byteFallback, spec.flagOr("byte_fallback", false));
    FE_TRY(const base::Json* vocabulary, spec.required("vocab"));
    const auto* items = vocabulary->asArray();
    if (items == nullptr) {
        return spec.malformed("vocab",
                              std::string("an array of tokens and scores expected, found ")
                                  + vocabulary->typeName());
    }
    std::vector<UnigramPiece> pieces;
    pieces.reserve(items->size());
    for (const base::Json& item : *items) {
        FE_TRY(UnigramPiece piece, readPiece(spec.child(item, "vocab", pieces.size())));
        pieces.push_back(std::move(piece));
    }
    return Unigram::make(std::move(pieces), options, spec, "vocab");
}

} // namespace fe::tokenizers
