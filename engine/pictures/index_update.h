// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pictures/picture_index.h"

#include <chrono>

namespace fe::pictures {

/// How far an update has come.
struct UpdateCount {
    std::size_t total = 0; ///< files in the folder, known from the beginning
    std::size_t done = 0; ///< of them looked at, unchanged ones included
    std::size_t read = 0; ///< whose bytes were read, because they are new or changed
    std::size_t encoded = 0; ///< that went through the model
};

struct StepOptions {
    /// Time after which no further picture is begun. One picture is always done.
    std::chrono::milliseconds time { 300 };
    std::size_t batch = 32; ///< most pictures in one pass of the model and one transaction, >= 1
};

/// Brings the index up to date with a folder and those below, a step at a time, so that a thread
/// can do other work between steps. Files of the size and time that the index knows are not read;
/// of the others those whose bytes are known are not encoded; those that are gone are forgotten.
/// A file that cannot be used is noted with its reason and looked at again when it changes (one
/// that the system would not read: every time).
///
/// Each step is kept, so leaving an update at any point and beginning another one later goes on
/// with what is left. One thread at a time, that of the index, which must outlive it.
class IndexUpdate
{
public:
    /// Lists the folder and compares it with the index; no picture is read. After Cancelled the
    /// index is as it was.
    [[nodiscard]] static base::Result<IndexUpdate> begin(PictureIndex& index, PictureModel model,
                                                         const std::string& modelKey,
                                                         const std::string& folder,
                                                         const base::CancelToken* cancel = nullptr);
    IndexUpdate(IndexUpdate&&) noexcept;
    IndexUpdate& operator=(IndexUpdate&&) noexcept;
    ~IndexUpdate();

    [[nodiscard]] bool isFinished() const;
    [[nodiscard]] const UpdateCount& count() const;
    /// Reads, encodes and keeps the next pictures. After Cancelled nothing of this step is kept and
    /// another one may follow; other Errors concern the index, not a picture.
    [[nodiscard]] base::Result<void> step(const StepOptions& options,
                                          const base::CancelToken& cancel);

private:
    class Work;
    explicit IndexUpdate(std::unique_ptr<Work> work);
    std::unique_ptr<Work> m_work;
};

/// All steps at once. Progress counts files. Cancelled keeps what was done before.
[[nodiscard]] base::Result<UpdateCount> updateFolder(PictureIndex& index, const PictureModel& model,
                                                     const std::string& modelKey,
                                                     const std::string& folder,
                                                     const base::CancelToken& cancel,
                                                     base::Progress& progress);

} // namespace fe::pictures
