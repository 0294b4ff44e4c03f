// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/prompt_run.h"

namespace fe::prompting {

/// Told about the tokens of a run at an endpoint, with their texts; on the run's thread.
using EndpointSink = std::function<void(const generation::Step& step, std::string_view text,
                                        const std::string& label)>;

/// Runs a request at its endpoint (not null) and fills the record. A branch is a plain prompt that
/// ends with the text before it: an endpoint that only chats refuses it. Blocks; cancel closes the
/// connection and gives what came.
[[nodiscard]] base::Result<void> runAtEndpoint(RunRecord& record, const RunRequest& request,
                                               quint64 seed, const EndpointSink& sink,
                                               const base::CancelToken& cancel,
                                               base::Progress& progress);

} // namespace fe::prompting
