// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <span>

namespace fe::imaging {

/// Words to classify by that come with the program. A preset is a row in label_presets.cpp.
struct LabelPreset {
    const char* id; ///< "animals": for settings
    QString (*title)(); ///< translated at each call
    const char* english; ///< labels, separated by "|"
    const char* korean; ///< the same in the same order; empty: English alone
    [[nodiscard]] QStringList labels(bool inKorean) const;
};
[[nodiscard]] std::span<const LabelPreset> labelPresets();

/// A set of templates of analysis::templateSets(), by its name.
struct TemplatePreset {
    QString title; ///< translated
    QStringList templates;
};
[[nodiscard]] QList<TemplatePreset> templatePresets();

} // namespace fe::imaging
