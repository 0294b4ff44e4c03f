// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "base/result.h"
#include "endpoints/endpoint.h"
#include "endpoints/server_info.h"
#include "generation/text_model.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fe::endpoints {

/// A model behind an endpoint as a text model.
///
/// What a server does not tell is not there: Step::logProb and entropy are NaN and Step::rank is 0
/// (the entropy always, since no server sends the whole distribution; the rank where the token is
/// not among the alternatives). Without log-probabilities a step is what the server sent in one
/// piece. Ids are numbers given to the texts of tokens in the order they were first seen.
///
/// Where a server says "stop" without saying which, a run that gave stop strings ends with
/// StopReason::Stop unless an end-of-text token was seen.
class EndpointTextModel : public generation::TextModel
{
public:
    /// What the last generate() asked for and did not get, a sentence each: options that the server
    /// has no field for or refused, reasoning that it keeps apart.
    [[nodiscard]] virtual const std::vector<std::string>& warnings() const = 0;
    /// Of the last generate(), as the server counted them, cached ones included; nothing if it did
    /// not say.
    [[nodiscard]] virtual std::optional<std::int64_t> promptTokens() const = 0;
    /// The number of a token's text, so that an answer of an earlier session can be gone on with
    /// (GenerationOptions::begin).
    [[nodiscard]] virtual generation::TokenId idOf(const std::string& text) = 0;
    [[nodiscard]] virtual const ServerInfo& server() const = 0;
};

/// Asks the server what it can (inspectServer) and gives its model.
/// @param endpoint resolved() here, so it may be as the user wrote it.
[[nodiscard]] base::Result<std::unique_ptr<EndpointTextModel>> openEndpoint(
    const Endpoint& endpoint, const base::CancelToken& cancel, base::Progress& progress);

/// The same with what an earlier inspectServer() found; asks nothing.
[[nodiscard]] base::Result<std::unique_ptr<EndpointTextModel>> openEndpoint(
    const Endpoint& endpoint, const ServerInfo& info);

} // namespace fe::endpoints
