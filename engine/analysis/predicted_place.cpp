// SPDX-License-Identifier: Apache-2.0
#include "analysis/predicted_place.h"

#include <algorithm>

namespace fe::analysis {

using base::Result;
using models::TokenId;

namespace {

/// A special token whose name is "mask", whatever brackets it stands in; no word is spelled so.
bool isMask(const tokenizers::Tokenizer& tokenizer, TokenId id)
{
    const std::string spelled = tokenizer.token(id);
    if (spelled.empty() || (spelled.front() != '[' && spelled.front() != '<')) {
        return false;
    }
    std::string name;
    for (const char c : spelled) {
        if (std::string_view("[]<>|").find(c) == std::string_view::npos) {
            name.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        }
    }
    return name == "mask";
}

} // namespace

std::vector<std::int64_t> maskedPlaces(std::span<const TokenId> ids,
                                       const tokenizers::Tokenizer* tokenizer)
{
    std::vector<std::int64_t> places;
    for (std::size_t i = 0; tokenizer != nullptr && i < ids.size(); ++i) {
        if (isMask(*tokenizer, ids[i])) {
            places.push_back(static_cast<std::int64_t>(i));
        }
    }
    return places;
}

std::int64_t predictedPlace(const models::ModelInfo& info, std::span<const TokenId> ids,
                            const tokenizers::Tokenizer* tokenizer)
{
    const auto last = static_cast<std::int64_t>(ids.size()) - 1;
    if (info.kind != "encoder" || tokenizer == nullptr) {
        return last;
    }
    if (const auto masked = maskedPlaces(ids, tokenizer); !masked.empty()) {
        return masked.front();
    }
    const auto real = std::find_if(ids.rbegin(), ids.rend(),
                                   [&](TokenId id) { return !tokenizer->isSpecial(id); });
    return real == ids.rend() ? last : last - (real - ids.rbegin());
}

Result<std::int64_t> sharedPredictedPlace(const models::ModelInfo& info,
                                          std::span<const TokenId> clean,
                                          std::span<const TokenId> corrupted,
                                          const tokenizers::Tokenizer* tokenizer)
{
    const std::int64_t place = predictedPlace(info, clean, tokenizer);
    const std::int64_t other = predictedPlace(info, corrupted, tokenizer);
    if (clean.size() == corrupted.size() && place != other) {
        return base::invalidArgument("cannot patch one run into the other",
                                     "the clean prompt is asked for position "
                                         + std::to_string(place) + ", the corrupted one for "
                                         + std::to_string(other));
    }
    return place;
}

} // namespace fe::analysis
