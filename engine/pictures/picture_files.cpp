// SPDX-License-Identifier: Apache-2.0
#include "pictures/picture_files.h"

#include "base/guarded.h"

#include <algorithm>
#include <set>

namespace fe::pictures {
namespace {

namespace fs = std::filesystem;
using base::Result;
using Strings = std::vector<std::string>;

bool isHidden(const fs::path& path)
{
    return path.filename().string().starts_with('.');
}

bool isFile(const fs::directory_entry& entry)
{
    std::error_code problem;
    return entry.is_regular_file(problem);
}

bool isFolder(const fs::directory_entry& entry)
{
    std::error_code problem;
    return entry.is_directory(problem);
}

/// Paths in a folder for which `wanted` holds, sorted.
template<typename Wanted>
Result<Strings> entries(const fs::path& folder, const Wanted& wanted)
{
    Strings found;
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

/// Gathers the files of folders, each real folder once.
class Lister
{
public:
    explicit Lister(const ListOptions& options) : m_options(options) { }

    Result<void> addFolder(const std::string& root)
    {
        // A stack of folders, not recursion: a tree may be deeper than ours should be.
        Strings waiting { root };
        while (!waiting.empty()) {
            const std::string folder = std::move(waiting.back());
            waiting.pop_back();
            if (m_options.recursive && !isNew(folder)) {
                continue;
            }
            auto inside = entries(folder, isFile);
            if (!inside && (m_options.unreadable == nullptr || folder == root)) {
                return inside.error();
            }
            if (!inside) {
                m_options.unreadable->push_back({ folder, inside.error() });
                continue;
            }
            m_files.insert(m_files.end(), inside->begin(), inside->end());
            if (m_options.recursive) {
                FE_TRY(const Strings below, entries(folder, isFolder));
                waiting.insert(waiting.end(), below.rbegin(), below.rend());
            }
        }
        return {};
    }
    void addFile(const std::string& file) { m_files.push_back(file); }
    Strings take() { return std::move(m_files); }

private:
    bool isNew(const std::string& folder)
    {
        std::error_code problem;
        const fs::path real = fs::canonical(folder, problem);
        return m_seen.insert(problem ? folder : real.string()).second;
    }

    const ListOptions& m_options;
    std::set<std::string> m_seen; ///< real paths of folders
    Strings m_files;
};

} // namespace

Result<Strings> listPictures(std::span<const std::string> names, const ListOptions& options)
{
    return base::guarded("listPictures", [&]() -> Result<Strings> {
        Lister lister(options);
        for (const std::string& name : names) {
            std::error_code ignored;
            if (fs::is_directory(name, ignored)) {
                FE_CHECK(lister.addFolder(name));
            } else {
                lister.addFile(name);
            }
        }
        return lister.take();
    });
}

Result<Strings> listFolders(const fs::path& folder)
{
    return base::guarded("listFolders", [&]() -> Result<Strings> {
        FE_TRY(auto paths, entries(folder, isFolder));
        for (std::string& path : paths) {
            path = fs::path(path).filename().string();
        }
        return paths;
    });
}

Result<LabelledFolder> readLabelledFolder(const fs::path& folder)
{
    return base::guarded("readLabelledFolder", [&]() -> Result<LabelledFolder> {
        LabelledFolder result;
        FE_TRY(const Strings names, listFolders(folder));
        for (const std::string& name : names) {
            const std::string path = (folder / name).string();
            FE_TRY(Strings files, listPictures(std::span(&path, 1)));
            for (std::string& file : files) {
                result.pictures.push_back({ std::move(file), result.labels.size() });
            }
            std::string label = name;
            std::replace(label.begin(), label.end(), '_', ' ');
            result.labels.push_back(std::move(label));
        }
        if (result.pictures.empty()) {
            return base::Error { base::ErrorCode::NotFound,
                                 "cannot evaluate the folder",
                                 folder.string(),
                                 {},
                                 "it has no subfolders with pictures",
                                 "make one subfolder a class, named as the label" };
        }
        return result;
    });
}

} // namespace fe::pictures
