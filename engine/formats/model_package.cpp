// SPDX-License-Identifier: Apache-2.0
#include "formats/model_package.h"

#include "formats/content_kind.h"
#include "formats/gguf.h"
#include "formats/hf_folder.h"
#include "formats/model_library.h"
#include "formats/package_contents.h"
#include "formats/safetensors.h"
#include "formats/torchscript.h"

#include "base/guarded.h"
#include "base/utf8.h"

#include <utility>

namespace fe::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
namespace fs = std::filesystem;

class Package : public ModelPackage
{
public:
    explicit Package(PackageContents contents) : m_contents(std::move(contents))
    {
        for (const File& file : m_contents.files) {
            m_paths.push_back(file.path());
            m_fileBytes += file.size();
        }
    }

    PackageKind kind() const override { return m_contents.kind; }
    const fs::path& path() const override { return m_contents.path; }
    const std::string& name() const override { return m_contents.name; }
    const Json& config() const override { return m_contents.config; }
    std::span<const TensorEntry> tensors() const override { return m_contents.tensors.entries(); }
    const TensorEntry* findTensor(std::string_view name) const override
    {
        return m_contents.tensors.find(name);
    }
    std::span<const fs::path> weightFiles() const override { return m_paths; }
    const std::map<std::string, fs::path>& sideFiles() const override
    {
        return m_contents.sideFiles;
    }
    std::vector<std::string> sideFileNames() const override
    {
        std::vector<std::string> names;
        for (const auto& [name, ignored] : m_contents.embedded) {
            names.push_back(name);
        }
        for (const auto& [name, ignored] : m_contents.sideFiles) {
            names.push_back(name);
        }
        return names;
    }
    Result<std::string> readSideFile(std::string_view name) const override
    {
        return base::guarded("readSideFile", [&]() -> Result<std::string> {
            const std::string key(name);
            if (const auto entry = m_contents.embedded.find(key);
                entry != m_contents.embedded.end()) {
                return readZipEntry(m_contents.files.front(), entry->second, kMaxSideFileBytes);
            }
            if (const auto file = m_contents.sideFiles.find(key);
                file != m_contents.sideFiles.end()) {
                return readTextFile(file->second, kMaxSideFileBytes);
            }
            return Error { ErrorCode::NotFound,          "cannot read a side file",
                           m_contents.path.string(),     key,
                           "the model has no such file", "get it from where the model comes from" };
        });
    }
    std::uint64_t fileBytes() const override { return m_fileBytes; }
    std::string licence() const override { return m_contents.licence; }

    Result<void> read(const TensorEntry& tensor, std::span<std::byte> out,
                      std::uint64_t skip) const override
    {
        if (tensor.file >= m_contents.files.size() || skip > tensor.bytes
            || out.size() > tensor.bytes - skip) {
            return base::invalidArgument("cannot read tensor \"" + tensor.name + "\"",
                                         base::grouped(out.size()) + " bytes from byte "
                                             + base::grouped(skip) + " are asked for but it has "
                                             + base::grouped(tensor.bytes));
        }
        if (!tensor.readable) {
            return base::unsupported(m_contents.path.string(), "tensor \"" + tensor.name + '"',
                                     "it is deflated or its rows do not follow each other");
        }
        auto done = m_contents.files[tensor.file].read(out, tensor.offset + skip);
        if (!done) {
            Error error = done.error();
            error.field = "tensor \"" + tensor.name + "\", " + error.field;
            return error;
        }
        return {};
    }

private:
    PackageContents m_contents;
    std::vector<fs::path> m_paths;
    std::uint64_t m_fileBytes = 0;
};

PackagePtr finished(PackageContents contents)
{
    return std::make_shared<const Package>(std::move(contents));
}

std::string textOr(const Json& metadata, std::string_view key, const std::string& otherwise)
{
    const Json* value = metadata.find(key);
    const std::string* text = value == nullptr ? nullptr : value->asString();
    return text == nullptr || text->empty() ? otherwise : *text;
}

Result<PackagePtr> openGguf(File file)
{
    FE_TRY(GgufHeader header, readGgufHeader(file));
    PackageContents contents;
    contents.kind = PackageKind::Gguf;
    contents.path = file.path();
    contents.name
        = textOr(header.metadata, "general.name", base::toValidUtf8(file.path().stem().string()));
    contents.licence = textOr(header.metadata, "general.license", {});
    contents.config = std::move(header.metadata);
    FE_TRY(contents.tensors, TensorTable::build(std::move(header.tensors), file.name()));
    contents.files.push_back(std::move(file));
    return finished(std::move(contents));
}

Result<PackagePtr> openSafetensors(File file)
{
    FE_TRY(SafetensorsHeader header, readSafetensorsHeader(file));
    PackageContents contents;
    contents.kind = PackageKind::Safetensors;
    contents.path = file.path();
    contents.name = base::toValidUtf8(file.path().stem().string());
    contents.config = std::move(header.metadata);
    FE_TRY(contents.tensors, TensorTable::build(std::move(header.tensors), file.name()));
    contents.files.push_back(std::move(file));
    return finished(std::move(contents));
}

Result<PackagePtr> openFile(const fs::path& path)
{
    FE_TRY(File file, File::open(path));
    FE_TRY(const ContentKind kind, contentKind(file));
    if (kind == ContentKind::Gguf) {
        return openGguf(std::move(file));
    }
    if (kind == ContentKind::Zip) {
        FE_TRY(PackageContents contents, readTorchScript(std::move(file)));
        return finished(std::move(contents));
    }
    // The name says what a broken file was meant to be: that reader knows what is wrong with it.
    const bool meantAsSafetensors
        = kind == ContentKind::Unknown && path.extension() == ".safetensors";
    if (kind == ContentKind::Safetensors || meantAsSafetensors) {
        return openSafetensors(std::move(file));
    }
    if (kind == ContentKind::Unknown && path.extension() == ".gguf") {
        return base::malformed(file.name(), "byte 0", "the file does not begin with \"GGUF\"");
    }
    return refusedContent(file, kind);
}

Result<PackagePtr> openFolder(const fs::path& folder)
{
    std::error_code ignored;
    if (fs::exists(folder / "config.json", ignored)) {
        FE_TRY(PackageContents contents, readHfFolder(folder));
        return finished(std::move(contents));
    }
    if (const auto gguf = onlyGgufIn(folder)) {
        return openFile(*gguf);
    }
    return Error { ErrorCode::NotFound,
                   "cannot open the model",
                   folder.string(),
                   "config.json",
                   "the folder has neither config.json nor just one .gguf file",
                   "name a model's own folder" };
}

} // namespace

Result<PackagePtr> openPackage(const fs::path& path)
{
    return base::guarded("openPackage", [&]() -> Result<PackagePtr> {
        std::error_code ignored;
        return fs::is_directory(path, ignored) ? openFolder(path) : openFile(path);
    });
}

} // namespace fe::formats
