// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/model_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace fe::workspace {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("ModelText", text);
}

struct KindText {
    const char* kind; ///< ModelInfo::kind
    const char* name;
    const char* purpose; ///< %1: name of the model, %2: its architecture
};

constexpr std::array kKinds {
    KindText { "decoder", QT_TRANSLATE_NOOP("ModelText", "decoder"),
               QT_TRANSLATE_NOOP("ModelText",
                                 "%1 is a decoder (%2): it continues text, token by token. It is "
                                 "good for prompting and for looking inside while it writes.") },
    KindText { "encoder-decoder", QT_TRANSLATE_NOOP("ModelText", "encoder-decoder"),
               QT_TRANSLATE_NOOP("ModelText",
                                 "%1 is an encoder-decoder (%2): it reads a whole text and then "
                                 "writes an answer. It is good for translating and summarising.") },
    KindText { "encoder", QT_TRANSLATE_NOOP("ModelText", "encoder"),
               QT_TRANSLATE_NOOP("ModelText",
                                 "%1 is an encoder (%2): it reads text and does not continue it. "
                                 "It is good for comparing and classifying texts and for looking "
                                 "at its attention.") },
    KindText { "vision", QT_TRANSLATE_NOOP("ModelText", "vision"),
               QT_TRANSLATE_NOOP("ModelText",
                                 "%1 is a vision model (%2): it reads pictures and writes no text. "
                                 "It is good for recognising what a picture shows and for looking "
                                 "at its attention.") },
    KindText { "vision-language", QT_TRANSLATE_NOOP("ModelText", "vision-language"),
               QT_TRANSLATE_NOOP("ModelText",
                                 "%1 is a vision-language model (%2): it compares pictures with "
                                 "texts and writes neither. It is good for naming what a picture "
                                 "shows and for searching among pictures.") },
    KindText { "module", QT_TRANSLATE_NOOP("ModelText", "module"),
               QT_TRANSLATE_NOOP("ModelText",
                                 "%1 is a module (%2): it runs code of its own, which decides what "
                                 "it reads and returns. It is good for looking at its outputs and "
                                 "its attention.") },
};

const KindText* find(const std::string& kind)
{
    for (const KindText& each : kKinds) {
        if (kind == each.kind) {
            return &each;
        }
    }
    return nullptr;
}

} // namespace

QString kindName(const std::string& kind)
{
    const KindText* known = find(kind);
    return known ? translated(known->name) : QString::fromStdString(kind);
}

QString parametersText(quint64 parameters)
{
    struct Scale {
        double size;
        const char* letter;
    };
    // The next letter where rounding would give "1,000.0".
    for (const Scale& scale : { Scale { 1e12, "T" }, Scale { 1e9, "B" }, Scale { 1e6, "M" } }) {
        const double amount = static_cast<double>(parameters) / scale.size;
        if (amount >= 0.99995) {
            return QLocale().toString(amount, 'f', 1) + QLatin1Char(' ')
                + QLatin1String(scale.letter);
        }
    }
    return QLocale().toString(parameters);
}

QString modelSummary(const models::ModelInfo& info)
{
    return translated(QT_TRANSLATE_NOOP("ModelText", "%1 · %2 · %3 parameters"))
        .arg(QString::fromStdString(info.architecture), kindName(info.kind),
             parametersText(info.parameters));
}

QString formatName(formats::PackageKind kind)
{
    using formats::PackageKind;
    if (kind == PackageKind::HuggingFace) {
        return translated(QT_TRANSLATE_NOOP("ModelText", "Hugging Face folder"));
    }
    if (kind == PackageKind::Gguf) {
        return QStringLiteral("GGUF");
    }
    return kind == PackageKind::Safetensors ? QStringLiteral("safetensors")
                                            : QStringLiteral("TorchScript");
}

QString purposeText(const QString& name, const models::ModelInfo& info)
{
    const QString architecture = QString::fromStdString(info.architecture);
    if (const KindText* known = find(info.kind)) {
        return translated(known->purpose).arg(name, architecture);
    }
    return translated(QT_TRANSLATE_NOOP("ModelText", "%1 is a model of the kind %2."))
        .arg(name, kindName(info.kind));
}

} // namespace fe::workspace
