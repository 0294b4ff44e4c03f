// SPDX-License-Identifier: Apache-2.0
#include "formats/torchscript.h"

#include "formats/hf_folder.h"
#include "formats/pickle.h"
#include "formats/torchscript_tensors.h"
#include "formats/zip_archive.h"

#include "base/utf8.h"

#include <algorithm>
#include <charconv>

namespace fe::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::uint64_t kMaxPickleBytes = std::uint64_t { 64 } << 20U;
constexpr std::uint64_t kMaxConfigBytes = std::uint64_t { 8 } << 20U;
constexpr std::uint64_t kMaxNoteBytes = 64; ///< "version", "byteorder"
constexpr std::size_t kMaxSideFiles = 1000;
// What libtorch 2.15 reads (caffe2/serialize/versions.h).
constexpr std::uint64_t kOldestVersion = 1;
constexpr std::uint64_t kNewestVersion = 10;
constexpr const char* kConfigName = "config.json";

class Reader
{
public:
    Reader(const File& file, ZipArchive archive) : m_file(file), m_archive(std::move(archive)) { }

    Result<void> read(PackageContents& contents)
    {
        FE_CHECK(findRoot());
        FE_CHECK(checkParts());
        FE_CHECK(checkVersion());
        FE_CHECK(checkByteOrder());
        FE_TRY(const Pickle constants, readPickle("constants"));
        FE_TRY(const Pickle data, readPickle("data"));
        FE_TRY(auto tensors, namedTensors(data, placeOf("data")));
        FE_TRY(contents.tensors, TensorTable::build(std::move(tensors), m_file.name()));
        return readExtras(contents);
    }

private:
    [[nodiscard]] const ZipEntry* part(const std::string& name) const
    {
        return m_archive.find(m_root + name);
    }

    [[nodiscard]] bool hasFolder(const std::string& name) const
    {
        const std::string prefix = m_root + name + '/';
        const auto& entries = m_archive.entries();
        return std::any_of(entries.begin(), entries.end(), [&](const ZipEntry& entry) {
            return entry.name.size() > prefix.size() && entry.name.starts_with(prefix);
        });
    }

    /// libtorch takes the folder of the first entry; so do we.
    Result<void> findRoot()
    {
        if (m_archive.entries().empty()) {
            return base::malformed(m_file.name(), {}, "the archive is empty");
        }
        const std::string& first = m_archive.entries().front().name;
        const std::size_t slash = first.find('/');
        if (slash == std::string::npos) {
            return notOurs("it is a ZIP file, but no archive of PyTorch's: its files lie in no "
                           "folder");
        }
        m_root = first.substr(0, slash + 1);
        return {};
    }

    [[nodiscard]] Error notOurs(std::string why) const
    {
        return { ErrorCode::Unsupported,
                 "cannot open the model",
                 m_file.name(),
                 {},
                 std::move(why),
                 "export the model as safetensors, or with torch.jit.trace or torch.jit.script" };
    }

    [[nodiscard]] Error missing(const std::string& name) const
    {
        return base::malformed(m_file.name(), name, "it is missing from the archive");
    }

    Result<void> checkParts() const
    {
        const bool code = hasFolder("code");
        const bool constants = part("constants.pkl") != nullptr;
        if (part("data.pkl") == nullptr) {
            return code || constants
                ? missing("data.pkl")
                : notOurs("it is a ZIP file, but no archive of PyTorch's: it has no data.pkl");
        }
        if (!code && !constants) {
            return notOurs(
                "it holds weights that torch.save wrote (a state dict), not TorchScript: "
                "there is no code in it");
        }
        if (!code) {
            return missing("code/");
        }
        return constants ? Result<void>() : missing("constants.pkl");
    }

    /// A small text: decimal digits, a word.
    Result<std::string> readNote(const ZipEntry& entry) const
    {
        FE_TRY(std::string text, readZipEntry(m_file, entry, kMaxNoteBytes));
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
            text.pop_back();
        }
        return text;
    }

    Result<void> checkVersion() const
    {
        const ZipEntry* entry = part(".data/version");
        entry = entry == nullptr ? part("version") : entry;
        if (entry == nullptr) {
            return missing("version");
        }
        FE_TRY(const std::string text, readNote(*entry));
        std::uint64_t version = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), version);
        if (text.empty() || read.ptr != text.data() + text.size()) {
            return base::malformed(m_file.name(), "version",
                                   '"' + text.substr(0, 20) + "\" is no number");
        }
        if (read.ec != std::errc {} || version < kOldestVersion || version > kNewestVersion) {
            return Error { ErrorCode::Unsupported,
                           "cannot open the model",
                           m_file.name(),
                           "version",
                           "it was written in version " + text + " of the format; versions "
                               + std::to_string(kOldestVersion) + " to "
                               + std::to_string(kNewestVersion) + " can be read",
                           "export it with PyTorch 2.15 or older" };
        }
        return {};
    }

    Result<void> checkByteOrder() const
    {
        const ZipEntry* entry = part("byteorder");
        if (entry == nullptr) {
            return {};
        }
        FE_TRY(const std::string order, readNote(*entry));
        if (order != "little") {
            return base::unsupported(m_file.name(), "byteorder",
                                     "its numbers are \"" + order + "\"-endian, not little");
        }
        return {};
    }

    [[nodiscard]] StoragePlace placeOf(const std::string& name) const
    {
        return { m_archive, m_root + name + '/', m_file.name(), name + ".pkl" };
    }

    /// A pickle and, by it, the storages that belong to it.
    Result<Pickle> readPickle(const std::string& name) const
    {
        FE_TRY(std::string bytes, readZipEntry(m_file, *part(name + ".pkl"), kMaxPickleBytes));
        FE_TRY(Pickle pickle, Pickle::parse(std::move(bytes), m_file.name(), name + ".pkl"));
        FE_CHECK(checkTensors(pickle, placeOf(name)));
        return pickle;
    }

    Result<void> readExtras(PackageContents& contents) const
    {
        const std::string prefix = m_root + "extra/";
        for (const ZipEntry& entry : m_archive.entries()) {
            const std::string name
                = entry.name.starts_with(prefix) ? entry.name.substr(prefix.size()) : std::string();
            if (!name.empty() && name != kConfigName && contents.embedded.size() < kMaxSideFiles) {
                contents.embedded.emplace(name, entry);
            }
        }
        contents.config = base::Json::object();
        if (const ZipEntry* config = part(std::string("extra/") + kConfigName)) {
            FE_TRY(const std::string text, readZipEntry(m_file, *config, kMaxConfigBytes));
            FE_TRY(contents.config, base::parseJson(text, m_file.name()));
            if (!contents.config.isObject()) {
                return base::malformed(m_file.name(), "extra/config.json",
                                       std::string("an object is needed, not ")
                                           + contents.config.typeName());
            }
        }
        return {};
    }

    const File& m_file;
    ZipArchive m_archive;
    std::string m_root; ///< with its slash
};

} // namespace

Result<PackageContents> readTorchScript(File file)
{
    PackageContents contents;
    contents.kind = PackageKind::TorchScript;
    contents.path = file.path();
    contents.name = base::toValidUtf8(file.path().stem().string());
    FE_TRY(ZipArchive archive, ZipArchive::open(file));
    FE_CHECK(Reader(file, std::move(archive)).read(contents));
    if (contents.embedded.empty()) {
        contents.sideFiles = findSideFiles(file.path().parent_path());
    }
    if (const auto card = contents.embedded.find("README.md"); card != contents.embedded.end()) {
        // The licence is only shown: a card that cannot be read is no reason to refuse the model.
        const auto text = readZipEntry(file, card->second, kMaxSideFileBytes);
        contents.licence = text ? base::toValidUtf8(licenceOfCard(*text)) : std::string();
    }
    contents.files.push_back(std::move(file));
    return contents;
}

} // namespace fe::formats
