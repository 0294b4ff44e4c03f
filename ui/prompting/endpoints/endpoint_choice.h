// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/endpoint_text_model.h"
#include "prompting/endpoints/endpoint_entry.h"

#include <memory>

namespace fe::prompting {

/// An endpoint that answered: what it takes to run prompts there. Immutable; any thread.
struct EndpointChoice {
    EndpointEntry entry;
    endpoints::Endpoint endpoint; ///< resolved, with its key: in memory alone
    endpoints::ServerInfo server;

    /// "model, name of the endpoint".
    [[nodiscard]] QString title() const;
    /// A text model of its own for each run or sequence of runs; asks the server nothing.
    [[nodiscard]] base::Result<std::unique_ptr<endpoints::EndpointTextModel>> open() const;
};

using EndpointChoicePtr = std::shared_ptr<const EndpointChoice>;

} // namespace fe::prompting
