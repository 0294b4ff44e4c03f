// SPDX-License-Identifier: Apache-2.0
#include "endpoints/echo_scores.h"

#include "base/utf8.h"
#include "endpoints/tokenize.h"

#include <cmath>

namespace fe::endpoints {
namespace {

using base::Json;
using generation::TextPart;
using generation::TextScore;

struct Echo {
    ReplyPiece piece;
    Json logprobs;
};

base::Error scoreRefused(const std::string& server, std::string why)
{
    return {
        base::ErrorCode::Unsupported, "cannot score a continuation", server, {}, std::move(why), {}
    };
}

/// @param prompt a text or an array of ids.
base::Result<Echo> askForEcho(const ServerProbe& probe, const ServerInfo& info, Json prompt)
{
    Json body = Json::object();
    body.set("model", info.model);
    body.set("prompt", std::move(prompt));
    // Servers refuse 0; the one token more is cut off below.
    body.set("max_tokens", 1);
    body.set("temperature", 0);
    body.set("logprobs", 1);
    body.set("echo", true);
    FE_TRY(const HttpResponse response, probe.ask("/completions", &body));
    FE_TRY(const Json json, jsonOf(response, probe.client()));
    const std::string& server = probe.client().base().authority();
    Echo echo;
    FE_TRY(echo.piece, readPiece(json, server));
    const Json* choices = json.find("choices");
    if (choices == nullptr || choices->asArray() == nullptr || choices->asArray()->empty()
        || choices->asArray()->front().findNonNull("logprobs") == nullptr) {
        return scoreRefused(server, "the echo came without log-probabilities");
    }
    echo.logprobs = *choices->asArray()->front().findNonNull("logprobs");
    return echo;
}

/// Sum over tokens [begin, end) of the echo.
base::Result<TextScore> sumOf(const std::vector<DescribedToken>& tokens, std::size_t begin,
                              std::size_t end, const std::string& continuation,
                              const std::string& server)
{
    TextScore score;
    score.bytes = static_cast<std::int64_t>(continuation.size());
    for (std::size_t i = begin; i < end; ++i) {
        if (std::isnan(tokens[i].token.logProb)) {
            return scoreRefused(server, "it gives no log-probability for one of its tokens");
        }
        score.sum += static_cast<double>(tokens[i].token.logProb);
        ++score.tokens;
    }
    return score;
}

base::Result<std::vector<std::int64_t>> idsOf(const ServerProbe& probe, const ServerInfo& info,
                                              const std::string& text, TextPart part)
{
    FE_TRY(const auto tokens, tokenize(probe, info, text, part));
    std::vector<std::int64_t> ids;
    for (const ServerToken& token : tokens) {
        ids.push_back(token.id);
    }
    return ids;
}

base::Result<EchoScore> scoreIds(const ServerProbe& probe, const ServerInfo& info,
                                 const std::string& prompt, const std::string& continuation)
{
    const std::string& server = probe.client().base().authority();
    FE_TRY(std::vector<std::int64_t> ids, idsOf(probe, info, prompt, TextPart::Prompt));
    FE_TRY(const std::vector<std::int64_t> more,
           idsOf(probe, info, continuation, TextPart::Continuation));
    const std::size_t begin = ids.size();
    if (begin == 0) {
        return base::invalidArgument("cannot score after an empty prompt",
                                     "the first token would have no likelihood");
    }
    ids.insert(ids.end(), more.begin(), more.end());
    FE_TRY(const Echo echo, askForEcho(probe, info, Json::arrayOf(ids)));
    const std::vector<DescribedToken>& tokens = echo.piece.tokens;
    if (tokens.size() != ids.size() && tokens.size() != ids.size() + 1) {
        return base::malformed(server, "logprobs.tokens",
                               "it echoes " + std::to_string(tokens.size()) + " tokens of "
                                   + std::to_string(ids.size()));
    }
    FE_TRY(const TextScore score, sumOf(tokens, begin, ids.size(), continuation, server));
    return EchoScore { score, echo.piece.usage.value_or(Usage {}) };
}

std::int64_t characters(const std::string& text)
{
    std::int64_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += base::decodeUtf8(text, at).length) {
        ++count;
    }
    return count;
}

/// Index of the first token that begins at or after `offset` characters.
std::size_t tokenAt(const std::vector<std::int64_t>& offsets, std::int64_t offset)
{
    std::size_t index = 0;
    while (index < offsets.size() && offsets[index] < offset) {
        ++index;
    }
    return index;
}

base::Result<std::vector<std::int64_t>> offsetsIn(const Echo& echo, const std::string& server)
{
    const Json* list = echo.logprobs.findNonNull("text_offset");
    const Json::Array* items = list == nullptr ? nullptr : list->asArray();
    if (items == nullptr || items->size() != echo.piece.tokens.size()) {
        return base::malformed(server, "logprobs.text_offset",
                               "it must have an entry for each token");
    }
    std::vector<std::int64_t> offsets;
    for (const Json& item : *items) {
        const auto offset = item.asInt();
        if (!offset || *offset < (offsets.empty() ? 0 : offsets.back())) {
            return base::malformed(server, "logprobs.text_offset", "it must rise from 0");
        }
        offsets.push_back(*offset);
    }
    return offsets;
}

base::Result<EchoScore> scoreText(const ServerProbe& probe, const ServerInfo& info,
                                  const std::string& prompt, const std::string& continuation)
{
    const std::string& server = probe.client().base().authority();
    FE_TRY(const Echo echo, askForEcho(probe, info, Json(prompt + continuation)));
    FE_TRY(const std::vector<std::int64_t> offsets, offsetsIn(echo, server));
    const std::int64_t border = characters(prompt);
    const std::size_t begin = tokenAt(offsets, border);
    const std::size_t end = tokenAt(offsets, border + characters(continuation));
    if (begin == offsets.size() || offsets[begin] != border) {
        return scoreRefused(server,
                            "the server reads the end of the prompt and the beginning of "
                            "the continuation as one token");
    }
    FE_TRY(const TextScore score, sumOf(echo.piece.tokens, begin, end, continuation, server));
    return EchoScore { score, echo.piece.usage.value_or(Usage {}) };
}

} // namespace

base::Result<EchoScore> echoScore(const ServerProbe& probe, const ServerInfo& info,
                                  const std::string& prompt, const std::string& continuation)
{
    switch (info.scoring) {
    case Scoring::TokenIds:
        return scoreIds(probe, info, prompt, continuation);
    case Scoring::TextOffsets:
        return scoreText(probe, info, prompt, continuation);
    case Scoring::None:
        break;
    }
    return scoreRefused(probe.client().base().authority(),
                        std::string(serverKindName(info.kind))
                            + " servers give no log-probabilities of a prompt's own tokens");
}

} // namespace fe::endpoints
