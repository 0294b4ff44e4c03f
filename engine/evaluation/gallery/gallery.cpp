// SPDX-License-Identifier: Apache-2.0
#include "evaluation/gallery.h"

#include "evaluation/gallery/task_parts.h"

#include <algorithm>
#include <iterator>

namespace fe::evaluation {

const std::vector<GalleryTask>& gallery()
{
    static const std::vector<GalleryTask> kTasks = [] {
        std::vector<GalleryTask> tasks = englishTasks();
        std::vector<GalleryTask> korean = koreanTasks();
        std::move(korean.begin(), korean.end(), std::back_inserter(tasks));
        return tasks;
    }();
    return kTasks;
}

const GalleryTask* findTask(std::string_view id)
{
    const auto& tasks = gallery();
    const auto found = std::find_if(tasks.begin(), tasks.end(),
                                    [&](const GalleryTask& task) { return task.id == id; });
    return found == tasks.end() ? nullptr : &*found;
}

} // namespace fe::evaluation
