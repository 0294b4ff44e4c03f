// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/sampling_rows.h"

#include <QCoreApplication>

namespace fe::prompting {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("fe::prompting::SamplingRows", text);
}

template<auto Member>
double get(const SamplingSettings& settings)
{
    return settings.*Member;
}

template<auto Member>
void set(SamplingSettings& settings, double value)
{
    using Value = std::remove_reference_t<decltype(settings.*Member)>;
    settings.*Member = static_cast<Value>(value);
}

} // namespace

std::span<const SamplingRow> samplingRows()
{
    static constexpr SamplingRow rows[] = {
        { [] {
             return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingRows", "Temperature"));
         },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::SamplingRows",
                  "Divides the scores before the draw: 0 always takes the likeliest "
                  "token, 1 keeps the model's own distribution, more makes it flatter"));
          },
          get<&SamplingSettings::temperature>, set<&SamplingSettings::temperature>,
          kTemperatureLimits, 0.1, 2 },
        { [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingRows", "Top-k")); },
          [] {
              return translated(
                  QT_TRANSLATE_NOOP("fe::prompting::SamplingRows",
                                    "Draws from the k likeliest tokens only; 0 keeps all"));
          },
          get<&SamplingSettings::topK>, set<&SamplingSettings::topK>, kTopKLimits, 1, 0 },
        { [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingRows", "Top-p")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::SamplingRows",
                  "Draws from the smallest set of tokens whose probabilities reach p "
                  "(nucleus sampling, Holtzman et al. 2019, arXiv:1904.09751); 1 keeps "
                  "all"));
          },
          get<&SamplingSettings::topP>, set<&SamplingSettings::topP>, kShareLimits, 0.05, 2 },
        { [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingRows", "Min-p")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::SamplingRows",
                  "Drops tokens less likely than this share of the likeliest one (Nguyen "
                  "et al. 2024, arXiv:2407.01082); 0 keeps all"));
          },
          get<&SamplingSettings::minP>, set<&SamplingSettings::minP>, kShareLimits, 0.01, 2 },
        { [] { return translated(QT_TRANSLATE_NOOP("fe::prompting::SamplingRows", "Typical")); },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::SamplingRows",
                  "Prefers tokens whose surprise is close to the expected one (locally "
                  "typical sampling, Meister et al. 2022, arXiv:2202.00666); 1 keeps all"));
          },
          get<&SamplingSettings::typicalP>, set<&SamplingSettings::typicalP>, kShareLimits, 0.05,
          2 },
        { [] {
             return translated(
                 QT_TRANSLATE_NOOP("fe::prompting::SamplingRows", "Repetition penalty"));
         },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::SamplingRows",
                  "Makes tokens that already occurred, in the prompt too, less likely "
                  "(Keskar et al. 2019, arXiv:1909.05858); 1 is off"));
          },
          get<&SamplingSettings::repetitionPenalty>, set<&SamplingSettings::repetitionPenalty>,
          kRepetitionLimits, 0.05, 2 },
        { [] {
             return translated(
                 QT_TRANSLATE_NOOP("fe::prompting::SamplingRows", "Frequency penalty"));
         },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::SamplingRows",
                  "Subtracted from a token's score once for each time it was generated; 0 "
                  "is off"));
          },
          get<&SamplingSettings::frequencyPenalty>, set<&SamplingSettings::frequencyPenalty>,
          kPenaltyLimits, 0.1, 2 },
        { [] {
             return translated(
                 QT_TRANSLATE_NOOP("fe::prompting::SamplingRows", "Presence penalty"));
         },
          [] {
              return translated(QT_TRANSLATE_NOOP(
                  "fe::prompting::SamplingRows",
                  "Subtracted from a token's score once if it was generated at all; 0 is "
                  "off"));
          },
          get<&SamplingSettings::presencePenalty>, set<&SamplingSettings::presencePenalty>,
          kPenaltyLimits, 0.1, 2 },
    };
    return rows;
}

QString escapedStop(const QString& text)
{
    QString line = text;
    line.replace(u'\\', QLatin1String("\\\\"));
    line.replace(u'\n', QLatin1String("\\n"));
    line.replace(u'\t', QLatin1String("\\t"));
    return line;
}

QString unescapedStop(const QString& line)
{
    QString text;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar next = i + 1 < line.size() ? line[i + 1] : QChar();
        if (line[i] != u'\\' || (next != u'n' && next != u't' && next != u'\\')) {
            text += line[i];
            continue;
        }
        text += next == u'n' ? u'\n' : next == u't' ? u'\t' : u'\\';
        ++i;
    }
    return text;
}

} // namespace fe::prompting
