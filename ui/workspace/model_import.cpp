// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_import.h"

#include "base/guarded.h"
#include "formats/model_package.h"
#include "workspace/loaded_model.h"
#include "workspace/path_text.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <set>

namespace fe::workspace {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

/// Larger side files are something else's weights.
constexpr std::uint64_t kLargestSideFile = std::uint64_t { 256 } << 20U;
constexpr std::size_t kMostFiles = 10'000;

bool isForeignWeights(const fs::path& file)
{
    constexpr std::array kEndings
        = { ".bin",         ".h5",   ".msgpack", ".onnx",    ".ot", ".pt",  ".pth", ".ckpt", ".pkl",
            ".safetensors", ".gguf", ".tflite",  ".mlmodel", ".pb", ".zip", ".tar", ".gz" };
    const std::string ending = file.extension().string();
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&ending](const char* each) { return ending == each; });
}

/// Follows links to files, as the caches of model hubs are made of them, but none to folders.
void addSideFiles(const fs::path& source, const fs::path& inside, std::set<fs::path>& files)
{
    std::error_code failure;
    for (fs::directory_iterator entry(source / inside, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        std::error_code ignored;
        const fs::path relative = inside / entry->path().filename();
        if (entry->path().filename().string().starts_with('.') || files.size() >= kMostFiles) {
            continue;
        }
        if (entry->is_directory(ignored)) {
            if (inside.empty() && !entry->is_symlink(ignored)) {
                addSideFiles(source, relative, files);
            }
        } else if (entry->is_regular_file(ignored) && !isForeignWeights(relative)
                   && entry->file_size(ignored) <= kLargestSideFile) {
            files.insert(relative);
        }
    }
}

std::vector<fs::path> filesOf(const formats::ModelPackage& package)
{
    std::error_code ignored;
    if (!fs::is_directory(package.path(), ignored)) {
        return { fs::path() };
    }
    std::set<fs::path> files;
    for (const fs::path& weights : package.weightFiles()) {
        files.insert(weights.lexically_relative(package.path()));
    }
    addSideFiles(package.path(), {}, files);
    return { files.begin(), files.end() };
}

Result<std::uint64_t> bytesOf(const ImportPlan& plan)
{
    std::uint64_t sum = 0;
    for (const fs::path& file : plan.files) {
        std::error_code failure;
        const fs::path path = file.empty() ? plan.source : plan.source / file;
        const auto bytes = fs::file_size(path, failure);
        if (failure) {
            return Error { .code = ErrorCode::Unreadable,
                           .what = "cannot read the model",
                           .file = path.string(),
                           .field = {},
                           .why = failure.message(),
                           .fix = "check the permissions of the file" };
        }
        sum += bytes;
    }
    return sum;
}

/// "name", "name (2)", "name (3)" ...: the first that is not there.
fs::path firstFree(const fs::path& target)
{
    std::error_code ignored;
    fs::path free = target;
    const bool isFile = target.has_extension() && !fs::is_directory(target, ignored);
    const std::string stem = isFile ? target.stem().string() : target.filename().string();
    const std::string ending = isFile ? target.extension().string() : std::string();
    for (int number = 2; fs::exists(fs::symlink_status(free, ignored)); ++number) {
        free = target.parent_path() / (stem + " (" + std::to_string(number) + ")" + ending);
    }
    return free;
}

/// Name of the entry: never hidden, which the model folder would not list.
fs::path entryName(const fs::path& source)
{
    std::error_code ignored;
    const QString text = toText(source);
    QString name = fs::is_directory(source, ignored) ? modelName(text) : QFileInfo(text).fileName();
    while (name.startsWith(QLatin1Char('.'))) {
        name.remove(0, 1);
    }
    return toPath(name.isEmpty() ? QStringLiteral("model") : name);
}

/// Room on the disk of a folder that may not be there yet.
std::uint64_t freeBytesAt(fs::path folder)
{
    std::error_code failure;
    while (!fs::exists(folder, failure) && folder.has_relative_path()) {
        folder = folder.parent_path();
    }
    const fs::space_info space = fs::space(folder, failure);
    return failure ? 0 : space.available;
}

bool liesIn(const fs::path& path, const fs::path& folder)
{
    std::error_code ignored;
    const fs::path inside = fs::weakly_canonical(path, ignored)
                                .lexically_relative(fs::weakly_canonical(folder, ignored));
    return !inside.empty() && *inside.begin() != "..";
}

Result<ImportPlan> planChecked(const fs::path& source, const fs::path& modelFolder)
{
    FE_TRY(const formats::PackagePtr package, formats::openPackage(source));
    ImportPlan plan;
    plan.source = package->path();
    if (liesIn(plan.source, modelFolder)) {
        return Error { .code = ErrorCode::InvalidArgument,
                       .what = "cannot import the model",
                       .file = plan.source.string(),
                       .field = {},
                       .why = "it is in the model folder already",
                       .fix = "choose it in the list" };
    }
    FE_TRY(plan.info, models::describe(*package));
    plan.files = filesOf(*package);
    FE_TRY(plan.bytes, bytesOf(plan));
    // A folder's own slash at the end would leave no name.
    const QString clean = QDir::cleanPath(toText(fs::absolute(plan.source)));
    plan.target = modelFolder / entryName(toPath(clean));
    plan.freeTarget = firstFree(plan.target);
    plan.freeBytes = freeBytesAt(modelFolder);
    return plan;
}

} // namespace

Result<ImportPlan> planImport(const fs::path& source, const fs::path& modelFolder)
{
    return base::guarded("planImport", [&] { return planChecked(source, modelFolder); });
}

} // namespace fe::workspace
