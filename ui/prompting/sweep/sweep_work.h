// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/cancel.h"
#include "base/progress.h"
#include "generation/text_model.h"
#include "prompting/endpoints/endpoint_choice.h"
#include "prompting/run_record.h"
#include "prompting/sweep/sweep_keeper.h"
#include "workspace/loaded_model.h"

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace fe::prompting {

/// What a running sweep hands to the UI thread.
struct SweepStream {
    std::mutex mutex;
    std::vector<evaluation::SweepCell> fresh; // guarded by mutex
    std::vector<history::RunId> ids; // guarded by mutex; of all tasks, once they are kept
    std::optional<base::Error> notKept; // guarded by mutex
};

/// One model's sweep, on the compute lane.
struct SweepWork {
    Sweep sweep;
    /// Sweeps that begin later and are not in the history yet: they get their place there before
    /// the first one runs, so that a kill forgets none.
    std::vector<std::shared_ptr<const SweepDocument>> later {};
    workspace::LoadedModelPtr model {}; ///< null: to be loaded
    EndpointChoicePtr endpoint {}; ///< not null: it is run there
    models::LoadOptions options {};
    std::shared_ptr<SweepStream> stream;
    std::filesystem::path history;
};

struct SweepOutcome {
    std::shared_ptr<const SweepDocument> document; ///< with checksum and cost
    double tokensPerSecond = 0; ///< 0: too short to tell
};

/// What stands in a sweep's document in place of the path of a file.
[[nodiscard]] QString endpointPath(const EndpointChoice& choice);

/// Loads the model if need be, takes its checksum, and measures the cells that are missing. Cancel
/// while cells are measured gives an outcome that is not complete. InvalidArgument: the sweep was
/// begun with other weights. A history that cannot be written does not end the sweep: the stream
/// says so.
[[nodiscard]] base::Result<SweepOutcome> runSweepWork(SweepWork work,
                                                      const base::CancelToken& cancel,
                                                      base::Progress& progress);

} // namespace fe::prompting
