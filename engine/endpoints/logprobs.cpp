// SPDX-License-Identifier: Apache-2.0
#include "endpoints/reply.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace fe::endpoints {
namespace {

using base::Json;

constexpr float kNotTold = std::numeric_limits<float>::quiet_NaN();
/// OpenAI and vLLM write -9999 for "less than we say", llama-server the lowest float for log 0.
constexpr double kLowestTold = -9000;
/// A sum of rounded probabilities may be a little over 1.
constexpr double kRounding = 1e-3;

float logProbIn(const Json* value)
{
    const auto number = value == nullptr ? std::nullopt : value->asDouble();
    if (!number || !std::isfinite(*number) || *number < kLowestTold || *number > kRounding) {
        return kNotTold;
    }
    return static_cast<float>(std::min(*number, 0.0));
}

base::Error wrong(const std::string& server, const char* field, std::string why)
{
    return base::malformed(server, std::string("logprobs.") + field, std::move(why));
}

/// The completions API writes a token that is no UTF-8 as "bytes:\xec\x95".
std::string spelledBytes(const std::string& token)
{
    constexpr std::string_view kMark = "bytes:";
    constexpr std::size_t kSpelling = 4; // "\xec"
    if (!token.starts_with(kMark) || token.size() == kMark.size()
        || (token.size() - kMark.size()) % kSpelling != 0) {
        return token;
    }
    std::string bytes;
    for (std::size_t at = kMark.size(); at < token.size(); at += kSpelling) {
        unsigned value = 0;
        const char* digits = token.data() + at + 2;
        const auto [end, failure] = std::from_chars(digits, digits + 2, value, 16);
        if (token[at] != '\\' || token[at + 1] != 'x' || failure != std::errc()
            || end != digits + 2) {
            return token;
        }
        bytes += static_cast<char>(value);
    }
    return bytes;
}

/// "bytes" where it is given, since "token" cannot hold a part of a code point.
base::Result<std::string> bytesIn(const Json& entry, const std::string& server)
{
    if (const Json* bytes = entry.findNonNull("bytes")) {
        const Json::Array* items = bytes->asArray();
        if (items == nullptr) {
            return wrong(server, "bytes",
                         std::string("it must be an array, not ") + bytes->typeName());
        }
        std::string text;
        for (const Json& item : *items) {
            const auto value = item.asInt();
            if (!value || *value < 0 || *value > 255) {
                return wrong(server, "bytes", "its items must be 0 to 255");
            }
            text += static_cast<char>(*value);
        }
        return text;
    }
    const Json* token = entry.find("token");
    if (token == nullptr || token->asString() == nullptr) {
        return wrong(server, "token", "a token has no text");
    }
    return *token->asString();
}

void sortFalling(std::vector<TokenEntry>& top)
{
    std::erase_if(top, [](const TokenEntry& entry) { return std::isnan(entry.logProb); });
    std::stable_sort(top.begin(), top.end(), [](const TokenEntry& a, const TokenEntry& b) {
        return a.logProb > b.logProb;
    });
}

/// An item of "content": {token, logprob, bytes, top_logprobs[{token, logprob, bytes}]}.
base::Result<DescribedToken> readEntry(const Json& item, const std::string& server)
{
    if (!item.isObject()) {
        return wrong(server, "content", std::string("it holds ") + item.typeName());
    }
    DescribedToken described;
    FE_TRY(described.token.bytes, bytesIn(item, server));
    described.token.logProb = logProbIn(item.find("logprob"));
    const Json* top = item.findNonNull("top_logprobs");
    if (top == nullptr) {
        return described;
    }
    if (!top->isArray()) {
        return wrong(server, "top_logprobs",
                     std::string("it must be an array, not ") + top->typeName());
    }
    const Json* id = item.findNonNull("id");
    for (const Json& other : *top->asArray()) {
        FE_TRY(std::string bytes, bytesIn(other, server));
        // llama-server gives as a token's text what it sends with it: nothing while a stop string
        // may yet come of it, or all that was held back before.
        if (id != nullptr && other.find("id") != nullptr && *other.find("id") == *id) {
            described.token.bytes = bytes;
        }
        described.top.push_back({ std::move(bytes), logProbIn(other.find("logprob")) });
    }
    sortFalling(described.top);
    return described;
}

/// {tokens[], token_logprobs[], top_logprobs[{token: logprob}]} of the completions API.
base::Result<std::vector<DescribedToken>> readColumns(const Json& logprobs,
                                                      const Json::Array& tokens,
                                                      const std::string& server)
{
    const Json* numbers = logprobs.findNonNull("token_logprobs");
    const Json* tops = logprobs.findNonNull("top_logprobs");
    const Json::Array* numberItems = numbers == nullptr ? nullptr : numbers->asArray();
    const Json::Array* topItems = tops == nullptr ? nullptr : tops->asArray();
    if (numberItems == nullptr || numberItems->size() != tokens.size()
        || (topItems != nullptr && topItems->size() != tokens.size())) {
        return wrong(server, "token_logprobs", "its lists differ in length");
    }
    std::vector<DescribedToken> described;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string* token = tokens[i].asString();
        if (token == nullptr) {
            return wrong(server, "tokens", std::string("it holds ") + tokens[i].typeName());
        }
        DescribedToken one { { spelledBytes(*token), logProbIn(&(*numberItems)[i]) }, {} };
        if (const Json::Object* top = topItems == nullptr ? nullptr : (*topItems)[i].asObject()) {
            for (const auto& [text, number] : *top) {
                one.top.push_back({ spelledBytes(text), logProbIn(&number) });
            }
        }
        sortFalling(one.top);
        described.push_back(std::move(one));
    }
    return described;
}

} // namespace

base::Result<std::vector<DescribedToken>> readLogProbs(const Json& logprobs,
                                                       const std::string& server)
{
    if (logprobs.isNull()) {
        return std::vector<DescribedToken> {};
    }
    if (!logprobs.isObject()) {
        return base::malformed(server, "logprobs",
                               std::string("it must be an object, not ") + logprobs.typeName());
    }
    // llama-server answers completions in the shape of chats.
    if (const Json* content = logprobs.findNonNull("content")) {
        if (!content->isArray()) {
            return wrong(server, "content",
                         std::string("it must be an array, not ") + content->typeName());
        }
        std::vector<DescribedToken> described;
        for (const Json& item : *content->asArray()) {
            FE_TRY(DescribedToken entry, readEntry(item, server));
            described.push_back(std::move(entry));
        }
        return described;
    }
    const Json* tokens = logprobs.findNonNull("tokens");
    if (tokens == nullptr) {
        return std::vector<DescribedToken> {};
    }
    if (!tokens->isArray()) {
        return wrong(server, "tokens",
                     std::string("it must be an array, not ") + tokens->typeName());
    }
    return readColumns(logprobs, *tokens->asArray(), server);
}

} // namespace fe::endpoints
