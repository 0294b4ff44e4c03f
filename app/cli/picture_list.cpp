// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/picture_list.h"

#include "cli/model_input.h"

#include <algorithm>

namespace fe::cli {
namespace {

namespace fs = std::filesystem;

bool isHidden(const fs::path& path)
{
    return path.filename().string().starts_with('.');
}

/// Paths in a folder for which `wanted` holds, sorted.
template<typename Wanted>
base::Result<std::vector<std::string>> entries(const fs::path& folder, const Wanted& wanted)
{
    std::vector<std::string> found;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        if (!isHidden(entry->path()) && wanted(*entry)) {
            found.push_back(entry->path().string());
        }
    }
    if (failure) {
        return base::Error {
            base::ErrorCode::Unreadable, "cannot look into the folder",   folder.string(), {},
            failure.message(),           "check its name and permissions"
        };
    }
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace

base::Result<std::vector<std::string>> listPictures(std::span<const std::string> names)
{
    std::vector<std::string> files;
    for (const std::string& name : names) {
        std::error_code ignored;
        if (fs::is_directory(name, ignored)) {
            FE_TRY(const auto inside, entries(name, [](const fs::directory_entry& entry) {
                       std::error_code problem;
                       return entry.is_regular_file(problem);
                   }));
            files.insert(files.end(), inside.begin(), inside.end());
        } else {
            files.push_back(name); // what is wrong with it is found when it is read
        }
    }
    return files;
}

base::Result<std::vector<std::string>> listFolders(const fs::path& folder)
{
    FE_TRY(auto paths, entries(folder, [](const fs::directory_entry& entry) {
               std::error_code problem;
               return entry.is_directory(problem);
           }));
    for (std::string& path : paths) {
        path = fs::path(path).filename().string();
    }
    return paths;
}

base::Json described(const std::vector<SkippedPicture>& skipped)
{
    base::Json rows = base::Json::array();
    for (const SkippedPicture& picture : skipped) {
        base::Json row = base::Json::object();
        row.set("image", picture.file);
        row.set("why", picture.why.oneLine());
        rows.push(std::move(row));
    }
    return rows;
}

base::Result<std::vector<std::string>> readLines(const std::string& path)
{
    FE_TRY(const std::string text, readText(path));
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.find('\n', at);
        end = end == std::string::npos ? text.size() : end;
        std::string line = text.substr(at, end - at);
        while (!line.empty()
               && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
            line.pop_back();
        }
        if (!line.empty()) {
            lines.push_back(std::move(line));
        }
        at = end + 1;
    }
    if (lines.empty()) {
        return base::malformed(path, {}, "it has no lines");
    }
    return lines;
}

} // namespace fe::cli
