// SPDX-License-Identifier: Apache-2.0
#include "formats/model_library.h"

#include "formats/user_folders.h"

#include "base/utf8.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <tuple>

namespace fe::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return lower;
}

bool isGgufName(const fs::path& path)
{
    return lowerCase(path.extension().string()) == ".gguf";
}

/// Calls `visit` for each entry that is not hidden; a folder that cannot be read has none.
template<typename Visit>
void forEachEntry(const fs::path& folder, const Visit& visit)
{
    std::error_code failure;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with('.') && base::isValidUtf8(name)) {
            visit(*entry);
        }
    }
}

bool holdsSafetensors(const fs::path& folder)
{
    bool found = false;
    forEachEntry(folder, [&](const fs::directory_entry& entry) {
        found = found || entry.path().extension() == ".safetensors";
    });
    return found;
}

/// Model repositories of GGUF files often bring a config.json without weights of its own.
std::optional<fs::path> modelIn(const fs::path& folder)
{
    std::error_code ignored;
    const bool configured = fs::is_regular_file(folder / "config.json", ignored);
    if (configured && holdsSafetensors(folder)) {
        return folder;
    }
    auto gguf = onlyGgufIn(folder);
    return gguf || !configured ? gguf : std::optional(folder);
}

std::string listed(const std::vector<InstalledModel>& models)
{
    std::string names;
    for (const InstalledModel& model : models) {
        names += (names.empty() ? "" : ", ") + model.name;
    }
    return names;
}

} // namespace

fs::path modelFolder()
{
    if (const char* chosen = std::getenv("FE_MODELS"); chosen != nullptr && *chosen != '\0') {
        return chosen;
    }
    const fs::path data = dataFolder();
    return data.empty() ? data : data / "models";
}

std::optional<fs::path> onlyGgufIn(const fs::path& folder)
{
    std::optional<fs::path> found;
    std::size_t count = 0;
    forEachEntry(folder, [&](const fs::directory_entry& entry) {
        std::error_code ignored;
        if (isGgufName(entry.path()) && entry.is_regular_file(ignored)) {
            found = entry.path();
            ++count;
        }
    });
    return count == 1 ? found : std::nullopt;
}

std::vector<InstalledModel> installedModels()
{
    std::vector<InstalledModel> models;
    forEachEntry(modelFolder(), [&](const fs::directory_entry& entry) {
        std::error_code ignored;
        const fs::path& path = entry.path();
        if (entry.is_directory(ignored)) {
            if (auto model = modelIn(path)) {
                models.push_back({ path.filename().string(), *std::move(model) });
            }
        } else if (isGgufName(path) && entry.is_regular_file(ignored)) {
            models.push_back({ path.stem().string(), path });
        }
    });
    std::sort(models.begin(), models.end(), [](const InstalledModel& a, const InstalledModel& b) {
        return std::tuple(lowerCase(a.name), a.path) < std::tuple(lowerCase(b.name), b.path);
    });
    return models;
}

Result<fs::path> resolveModel(const std::string& nameOrPath)
{
    std::error_code ignored;
    if (!nameOrPath.empty() && fs::exists(nameOrPath, ignored)) {
        return fs::path(nameOrPath);
    }
    const std::vector<InstalledModel> models = installedModels();
    const std::string wanted = lowerCase(nameOrPath);
    const auto model = std::find_if(models.begin(), models.end(), [&](const InstalledModel& each) {
        return lowerCase(each.name) == wanted;
    });
    if (model != models.end()) {
        return model->path;
    }
    return Error { ErrorCode::NotFound,
                   "cannot find the model",
                   nameOrPath,
                   {},
                   "there is no such file and no installed model of that name",
                   models.empty() ? "name a folder or a .gguf file; no model is installed in "
                           + modelFolder().string()
                                  : "installed: " + listed(models) };
}

} // namespace fe::formats
