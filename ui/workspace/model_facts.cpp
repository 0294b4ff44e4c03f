// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_facts.h"

#include "workspace/loaded_model.h"
#include "workspace/path_text.h"

#include <QStringList>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace fe::workspace {

namespace {

/// A usual length: the whole context of some models would take more memory than their weights.
constexpr qint64 kSessionTokens = 2048;

FileFact factOf(const std::filesystem::path& file)
{
    std::error_code failure;
    const auto bytes = std::filesystem::file_size(file, failure);
    return { toText(file.filename()), failure ? 0 : static_cast<quint64>(bytes) };
}

QList<FileFact> filesOf(const formats::ModelPackage& package)
{
    QList<FileFact> files;
    for (const std::filesystem::path& file : package.weightFiles()) {
        files.append(factOf(file));
    }
    if (package.kind() == formats::PackageKind::HuggingFace) {
        files.append(factOf(package.path() / "config.json"));
    }
    // Not those inside an archive: they are part of its one file.
    for (const auto& [name, file] : package.sideFiles()) {
        files.append(factOf(file));
    }
    return files;
}

} // namespace

QStringList weightTypes(const formats::ModelPackage& package)
{
    std::map<base::DType, quint64> bytes;
    for (const formats::TensorEntry& tensor : package.tensors()) {
        bytes[tensor.dtype] += tensor.bytes;
    }
    std::vector<std::pair<base::DType, quint64>> order(bytes.begin(), bytes.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    QStringList names;
    for (const auto& [type, sum] : order) {
        const std::string_view name = base::dtypeInfo(type).name;
        names.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    return names;
}

base::Result<ModelFactsPtr> readFacts(const std::filesystem::path& path)
{
    auto facts = std::make_shared<ModelFacts>();
    facts->name = modelName(toText(path));
    FE_TRY(facts->package, formats::openPackage(path));
    facts->weightTypes = weightTypes(*facts->package).join(QStringLiteral(", "));
    facts->files = filesOf(*facts->package);
    auto info = models::describe(*facts->package);
    if (!info) {
        facts->problem = info.error();
        return ModelFactsPtr(std::move(facts));
    }
    facts->info = *std::move(info);
    if (roleOf(*facts->info) == Role::Language) {
        facts->sessionTokens = std::min<qint64>(kSessionTokens, facts->info->context);
    }
    using models::WeightForm;
    constexpr std::array kForms { WeightForm::Stored, WeightForm::F32, WeightForm::BF16,
                                  WeightForm::Int8, WeightForm::Int4 };
    for (std::size_t i = 0; i < kForms.size(); ++i) {
        const auto need
            = models::memoryNeed(*facts->package, { .weights = kForms[i] }, facts->sessionTokens);
        facts->needs[i] = { kForms[i], need ? std::optional<quint64>(*need) : std::nullopt };
    }
    return ModelFactsPtr(std::move(facts));
}

} // namespace fe::workspace
