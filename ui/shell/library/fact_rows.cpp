// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/library/fact_rows.h"

#include "base/utf8.h"
#include "shell/job_text.h"
#include "workspace/model_text.h"
#include "workspace/path_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace fe::shell {

using base::Json;

namespace {

/// Longer lists of metadata (a vocabulary, mostly) are shown by their count and beginning.
constexpr std::size_t kLongestList = 32;
constexpr std::size_t kShownOfLongList = 4;
/// Longer texts (a chat template) likewise, in bytes.
constexpr std::size_t kLongestText = 512;

QString translated(const char* text)
{
    return QCoreApplication::translate("ModelFacts", text);
}

QString number(qint64 value)
{
    return QLocale().toString(value);
}

class Rows
{
public:
    void add(const char* name, const QString& value)
    {
        if (!value.isEmpty()) {
            m_rows.append({ translated(name), value });
        }
    }
    void addCount(const char* name, qint64 value)
    {
        add(name, value > 0 ? number(value) : QString());
    }
    [[nodiscard]] QList<FactRow> take() { return std::move(m_rows); }

private:
    QList<FactRow> m_rows;
};

QString headsText(const models::StackInfo& stack)
{
    if (stack.kvHeads == stack.heads || stack.kvHeads == 0) {
        return translated(QT_TRANSLATE_NOOP("ModelFacts", "%1 of %2 dimensions"))
            .arg(number(stack.heads), number(stack.headDim));
    }
    return translated(
               QT_TRANSLATE_NOOP("ModelFacts", "%1 of %2 dimensions, %3 for keys and values"))
        .arg(number(stack.heads), number(stack.headDim), number(stack.kvHeads));
}

void addStack(Rows& rows, const models::StackInfo& stack, bool named)
{
    if (named) {
        rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Stack"), QString::fromStdString(stack.name));
    }
    rows.addCount(QT_TRANSLATE_NOOP("ModelFacts", "Layers"), stack.layers);
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Attention heads"), headsText(stack));
    rows.addCount(QT_TRANSLATE_NOOP("ModelFacts", "Hidden size"), stack.hiddenSize);
    rows.addCount(QT_TRANSLATE_NOOP("ModelFacts", "MLP size"), stack.intermediateSize);
}

void addInfo(Rows& rows, const models::ModelInfo& info)
{
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Architecture"),
             QString::fromStdString(info.architecture));
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Kind"), workspace::kindName(info.kind));
    const QString parameters = QLocale().toString(quint64 { info.parameters });
    const QString brief = workspace::parametersText(info.parameters);
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Parameters"),
             brief == parameters ? brief : QStringLiteral("%1 (%2)").arg(brief, parameters));
    if (info.readsText()) {
        rows.add(
            QT_TRANSLATE_NOOP("ModelFacts", "Context"),
            translated(QT_TRANSLATE_NOOP("ModelFacts", "%1 tokens")).arg(number(info.context)));
        rows.addCount(QT_TRANSLATE_NOOP("ModelFacts", "Vocabulary"), info.vocabSize);
    }
    if (info.readsPictures()) {
        rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Pictures"),
                 translated(QT_TRANSLATE_NOOP("ModelFacts", "%1 x %1 pixels in patches of %2 x %2"))
                     .arg(number(info.picture.imageSize), number(info.picture.patchSize)));
    }
    rows.addCount(QT_TRANSLATE_NOOP("ModelFacts", "Size of the vectors"), info.embeddingSize);
    rows.addCount(QT_TRANSLATE_NOOP("ModelFacts", "Labels"),
                  static_cast<qint64>(info.labels.size()));
    for (const models::StackInfo& stack : info.stacks) {
        addStack(rows, stack, info.stacks.size() > 1);
    }
}

Json shortened(const Json& json)
{
    if (const std::string* text = json.asString(); text && text->size() > kLongestText) {
        const auto begin = std::string_view(*text).substr(0, kLongestText);
        return std::string(begin.substr(0, base::completeUtf8Prefix(begin))) + "…";
    }
    if (const auto* members = json.asObject()) {
        Json copy = Json::object();
        for (const auto& [key, value] : *members) {
            copy.asObject()->emplace_back(key, shortened(value));
        }
        return copy;
    }
    const auto* items = json.asArray();
    if (!items) {
        return json;
    }
    const bool isLong = items->size() > kLongestList;
    Json shown = Json::array();
    for (std::size_t i = 0; i < (isLong ? kShownOfLongList : items->size()); ++i) {
        shown.push(shortened((*items)[i]));
    }
    if (isLong) {
        shown.push("… " + base::grouped(items->size()));
    }
    return shown;
}

} // namespace

QList<FactRow> factRows(const workspace::ModelFacts& facts)
{
    Rows rows;
    const formats::ModelPackage& package = *facts.package;
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Format"), workspace::formatName(package.kind()));
    if (const QString own = QString::fromStdString(package.name()); own != facts.name) {
        rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Calls itself"), own);
    }
    if (facts.info) {
        addInfo(rows, *facts.info);
    }
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Number types"), facts.weightTypes);
    rows.addCount(QT_TRANSLATE_NOOP("ModelFacts", "Tensors"),
                  static_cast<qint64>(package.tensors().size()));
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Size on disk"),
             QStringLiteral("%1 (%2)").arg(bytesText(package.fileBytes()),
                                           QLocale().toString(quint64 { package.fileBytes() })));
    const QString licence = QString::fromStdString(package.licence());
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Licence"),
             licence.isEmpty() ? translated(QT_TRANSLATE_NOOP("ModelFacts", "the files do not say"))
                               : licence);
    rows.add(QT_TRANSLATE_NOOP("ModelFacts", "Path"), workspace::toText(package.path()));
    return rows.take();
}

QString metadataText(const Json& metadata)
{
    return QString::fromStdString(base::toText(shortened(metadata), 2));
}

QString needText(const workspace::FormNeed& need)
{
    QString form;
    switch (need.form) {
    case models::WeightForm::Stored:
        form = translated(QT_TRANSLATE_NOOP("ModelFacts", "as stored"));
        break;
    case models::WeightForm::F32:
        form = QStringLiteral("f32");
        break;
    case models::WeightForm::BF16:
        form = QStringLiteral("bf16");
        break;
    case models::WeightForm::Int8:
        form = QStringLiteral("int8");
        break;
    case models::WeightForm::Int4:
        form = QStringLiteral("int4");
        break;
    }
    return need.bytes ? translated(QT_TRANSLATE_NOOP("ModelFacts", "%1 · needs about %2"))
                            .arg(form, bytesText(*need.bytes))
                      : form;
}

} // namespace fe::shell
