// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/label_presets.h"

#include "analysis/zero_shot.h"

#include <QCoreApplication>

#include <array>

namespace fe::imaging {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("LabelPresets", text);
}

struct TemplateTitle {
    const char* name; ///< of analysis::TemplateSet
    const char* title;
};

constexpr std::array kTemplateTitles {
    TemplateTitle { "plain", QT_TRANSLATE_NOOP("LabelPresets", "The label alone") },
    TemplateTitle { "photo", QT_TRANSLATE_NOOP("LabelPresets", "A photo of a …") },
    TemplateTitle { "starter", QT_TRANSLATE_NOOP("LabelPresets", "Pictures of every kind") },
    TemplateTitle { "starter-ko",
                    QT_TRANSLATE_NOOP("LabelPresets", "Pictures of every kind, in Korean") },
};

} // namespace

QStringList LabelPreset::labels(bool inKorean) const
{
    const char* words = inKorean && korean[0] != '\0' ? korean : english;
    return QString::fromUtf8(words).split(QLatin1Char('|'));
}

std::span<const LabelPreset> labelPresets()
{
    static const std::array kRows {
        LabelPreset {
            "samples",
            [] { return translated(QT_TRANSLATE_NOOP("LabelPresets", "Sample pictures")); },
            "cat|dog|horse|elephant|fish|bird|apple|strawberry|pizza|ice cream|cup of coffee|car|"
            "airplane|rocket|umbrella|guitar|sunflower|mushroom|astronaut|photographer|stars|coin|"
            "brick|grass",
            "고양이|개|말|코끼리|물고기|새|사과|딸기|피자|아이스크림|커피 한 잔|자동차|비행기|로켓|"
            "우산|기타|해바라기|버섯|우주비행사|사진가|별|동전|벽돌|풀" },
        LabelPreset { "animals",
                      [] { return translated(QT_TRANSLATE_NOOP("LabelPresets", "Animals")); },
                      "cat|dog|horse|bird|elephant|fish|rabbit|tiger|fox|frog",
                      "고양이|개|말|새|코끼리|물고기|토끼|호랑이|여우|개구리" },
        LabelPreset { "food", [] { return translated(QT_TRANSLATE_NOOP("LabelPresets", "Food")); },
                      "apple|banana|strawberry|pizza|hamburger|cup of coffee|ice cream|bread",
                      "사과|바나나|딸기|피자|햄버거|커피 한 잔|아이스크림|빵" },
        LabelPreset { "vehicles",
                      [] { return translated(QT_TRANSLATE_NOOP("LabelPresets", "Vehicles")); },
                      "car|bus|truck|bicycle|train|ship|airplane|rocket",
                      "자동차|버스|트럭|자전거|기차|배|비행기|로켓" },
        LabelPreset {
            "weather",
            [] { return translated(QT_TRANSLATE_NOOP("LabelPresets", "Weather and sky")); },
            "sun|cloud|rain|snow|lightning|rainbow|moon|stars", "해|구름|비|눈|번개|무지개|달|별" },
        LabelPreset {
            "cifar10",
            [] { return translated(QT_TRANSLATE_NOOP("LabelPresets", "CIFAR-10 classes")); },
            "airplane|automobile|bird|cat|deer|dog|frog|horse|ship|truck",
            "비행기|자동차|새|고양이|사슴|개|개구리|말|배|트럭" },
    };
    return kRows;
}

QList<TemplatePreset> templatePresets()
{
    QList<TemplatePreset> presets;
    for (const analysis::TemplateSet& set : analysis::templateSets()) {
        TemplatePreset preset { QString::fromUtf8(set.title), {} };
        for (const TemplateTitle& known : kTemplateTitles) {
            if (qstrcmp(known.name, set.name) == 0) {
                preset.title = translated(known.title);
            }
        }
        for (const std::string& pattern : set.templates) {
            preset.templates.append(QString::fromStdString(pattern));
        }
        presets.append(preset);
    }
    return presets;
}

} // namespace fe::imaging
