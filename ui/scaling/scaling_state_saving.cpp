// SPDX-License-Identifier: GPL-3.0-or-later
// What ScalingState tells about itself, keeps for the next start, and sets up in one go.
#include "scaling/dataset_texts.h"
#include "scaling/scaling_state.h"

#include <QFileInfo>
#include <QJsonArray>

namespace fe::scaling_tab {

namespace {

constexpr const char* kFigureTable = "gpt3_table_h1";
constexpr int kMostRemembered = 200; // choices, so that settings do not grow for ever

QJsonObject toJson(const QHash<QString, QJsonObject>& entries)
{
    QJsonObject json;
    for (auto entry = entries.cbegin(); entry != entries.cend(); ++entry) {
        if (json.size() < kMostRemembered) {
            json.insert(entry.key(), entry.value());
        }
    }
    return json;
}

QHash<QString, QJsonObject> entriesFrom(const QJsonValue& value)
{
    QHash<QString, QJsonObject> entries;
    const QJsonObject json = value.toObject();
    for (auto entry = json.begin(); entry != json.end(); ++entry) {
        entries.insert(entry.key(), entry.value().toObject());
    }
    return entries;
}

/// Ability against compute as in the plots that made emergence known: nothing for orders of
/// magnitude, then everything.
PlotChoice figureChoice(const scaling::DataTable& table)
{
    PlotChoice choice = firstChoice(table, scaling::findDataset(kFigureTable));
    choice.x = "train_flops";
    choice.series = { "task" };
    choice.conditions = { { "unit", "percent" }, { "setting", "few_shot" } };
    choice.shown = {
        QStringLiteral("arithmetic_2_digit_addition"),
        QStringLiteral("arithmetic_3_digit_addition"),
        QStringLiteral("arithmetic_4_digit_addition"),
        QStringLiteral("arithmetic_2_digit_multiplication"),
        QStringLiteral("scramble_symbol_insertion"),
    };
    choice.logX = true;
    choice.logY = false;
    choice.joined = false;
    return choice;
}

} // namespace

QString ScalingState::title() const
{
    if (!m_table) {
        return {};
    }
    if (const scaling::Dataset* known = dataset()) {
        return datasetText(known->title);
    }
    return m_source.kind == DataSource::Kind::Measurements ? tr("My measurements")
                                                           : QString::fromStdString(m_table->name);
}

QString ScalingState::provenance() const
{
    if (!m_table) {
        return {};
    }
    QStringList parts;
    if (const scaling::Dataset* known = dataset()) {
        parts.append(QString::fromUtf8(known->citation.data(), qsizetype(known->citation.size())));
    }
    if (m_source.kind != DataSource::Kind::Measurements) {
        parts.append(QString::fromStdString(m_table->name) % QStringLiteral(" (SHA-256 ")
                     % QString::fromStdString(m_table->sha256.substr(0, 12))
                     % QStringLiteral("…)"));
    }
    for (const scaling::Condition& each : m_choice.conditions) {
        parts.append(QString::fromStdString(each.column) % QStringLiteral(" = ")
                     % QString::fromStdString(each.value));
    }
    return parts.join(QStringLiteral(" · "));
}

void ScalingState::showEmergenceFigure()
{
    open({ DataSource::Kind::Shipped, QLatin1String(kFigureTable) }, [this] {
        setChoice(figureChoice(*m_table));
        FitSettings settings = m_fitSettings;
        settings.law = scaling::Law::Logistic;
        settings.floor = FitSettings::Floor::Value;
        settings.floorValue = 0;
        settings.top = FitSettings::Top::One;
        setFitSettings(settings);
        fit();
    });
}

QJsonObject ScalingState::saveState() const
{
    return { { QStringLiteral("source"), m_table ? m_source.key() : QString() },
             { QStringLiteral("choices"), toJson(m_choices) },
             { QStringLiteral("imports"), toJson(m_imports) },
             { QStringLiteral("recent"), QJsonArray::fromStringList(m_recent) },
             { QStringLiteral("fit"), m_fitSettings.toJson() },
             // Fits are the same again from the same bytes: the hash says whether they are.
             { QStringLiteral("fitted"),
               m_fits ? QString::fromStdString(m_fits->sha256) : QString() } };
}

void ScalingState::restoreState(const QJsonObject& state)
{
    m_choices = entriesFrom(state.value(QStringLiteral("choices")));
    m_imports = entriesFrom(state.value(QStringLiteral("imports")));
    m_recent.clear();
    for (const QJsonValue& path : state.value(QStringLiteral("recent")).toArray()) {
        m_recent.append(path.toString());
    }
    Q_EMIT filesChanged();
    const FitSettings settings
        = FitSettings::fromJson(state.value(QStringLiteral("fit")).toObject());
    setFitSettings(settings);
    const DataSource source = DataSource::fromKey(state.value(QStringLiteral("source")).toString());
    if (source.kind == DataSource::Kind::Shipped && source.id.isEmpty()) {
        return;
    }
    open(source, [this, settings, hash = state.value(QStringLiteral("fitted")).toString()] {
        setFitSettings(settings); // a table brings the law that is usual for it
        if (!hash.isEmpty() && hash == QString::fromStdString(m_table->sha256)) {
            fit();
        }
    });
}

} // namespace fe::scaling_tab
