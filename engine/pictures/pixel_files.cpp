// SPDX-License-Identifier: Apache-2.0
#include "pictures/pixel_files.h"

#include "pictures/picture_encoder.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <system_error>
#include <thread>

namespace fe::pictures {

using base::Result;
using models::Pixels;

std::vector<Result<Pixels>> readPixels(std::span<const std::string> files,
                                       const vision::ImageProcessor& processor, int threads,
                                       const base::CancelToken& cancel)
{
    std::vector<std::optional<Result<Pixels>>> read(files.size());
    std::atomic<std::size_t> next { 0 };
    // pixelsOf() throws nothing and sees a cancel; each file's place is written by one thread.
    const auto work = [&] {
        for (std::size_t i = next++; i < files.size(); i = next++) {
            read[i] = pixelsOf(files[i], processor, cancel);
        }
    };
    {
        const auto wanted = static_cast<std::size_t>(std::max(1, threads));
        std::vector<std::jthread> others;
        others.reserve(wanted);
        while (others.size() + 1 < std::min(wanted, files.size())) {
            try {
                others.emplace_back(work);
            } catch (const std::system_error&) {
                break; // no thread is to be had: the others do its share
            }
        }
        work();
    }
    std::vector<Result<Pixels>> result;
    result.reserve(read.size());
    for (auto& one : read) {
        result.push_back(*std::move(one));
    }
    return result;
}

} // namespace fe::pictures
