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

bool isCancelled(const base::CancelToken* cancel)
{
    return cancel != nullptr && cancel->isCancelled();
}

struct Contents {
    Strings files; ///< paths, sorted
    Strings folders;
};

/// One pass, so that a folder that goes away meanwhile is there as a whole or not at all.
Result<Contents> contentsOf(const fs::path& folder, const base::CancelToken* cancel)
{
    Contents found;
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        if (isCancelled(cancel)) {
            return base::cancelled();
        }
        if (isHidden(entry->path())) {
            continue;
        }
        if (isFile(*entry)) {
            found.files.push_back(entry->path().string());
        } else if (isFolder(*entry)) {
            found.folders.push_back(entry->path().string());
        }
    }
    if (failure) {
        return base::Error {
            base::ErrorCode::Unreadable, "cannot look into the folder",   folder.string(), {},
            failure.message(),           "check its name and permissions"
        };
    }
    std::sort(found.files.begin(), found.files.end());
    std::sort(found.folders.begin(), found.folders.end());
    return found;
}

Result<Strings> folderNames(const fs::path& folder, const base::CancelToken* cancel)
{
    FE_TRY(Contents inside, contentsOf(folder, cancel));
    for (std::string& path : inside.folders) {
        path = fs::path(path).filename().string();
    }
    return std::move(inside.folders);
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
            if (isCancelled(m_options.cancel)) {
                return base::cancelled();
            }
            const std::string folder = std::move(waiting.back());
            waiting.pop_back();
            if (m_options.recursive && !isNew(folder)) {
                continue;
            }
            auto inside = contentsOf(folder, m_options.cancel);
            if (!inside) {
                const bool isFatal = m_options.unreadable == nullptr || folder == root
                    || inside.error().code == base::ErrorCode::Cancelled;
                if (isFatal) {
                    return inside.error();
                }
                m_options.unreadable->push_back({ folder, inside.error() });
                continue;
            }
            m_files.insert(m_files.end(), inside->files.begin(), inside->files.end());
            if (m_options.recursive) {
                waiting.insert(waiting.end(), inside->folders.rbegin(), inside->folders.rend());
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
            if (isCancelled(options.cancel)) {
                return base::cancelled();
            }
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
    return base::guarded("listFolders", [&] { return folderNames(folder, nullptr); });
}

Result<LabelledFolder> readLabelledFolder(const fs::path& folder, const base::CancelToken* cancel)
{
    return base::guarded("readLabelledFolder", [&]() -> Result<LabelledFolder> {
        LabelledFolder result;
        FE_TRY(const Strings names, folderNames(folder, cancel));
        for (const std::string& name : names) {
            const std::string path = (folder / name).string();
            FE_TRY(Strings files, listPictures(std::span(&path, 1), { .cancel = cancel }));
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
