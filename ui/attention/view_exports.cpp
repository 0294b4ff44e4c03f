// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/view_exports.h"

#include "attention/score_columns.h"
#include "formats/model_package.h"
#include "workspace/model_text.h"
#include "workspace/path_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>
#include <string>

namespace fe::attention {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("AttentionReport", text);
}

constexpr const char* kStyle
    = "body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;"
      "color:#1c2330;background:#fff}h1{font-size:1.4em}h2{font-size:1.05em;margin-top:2em}"
      "table{border-collapse:collapse;font-size:13px}td,th{border:1px solid #dfe3ea;"
      "padding:3px 8px;text-align:left;white-space:pre}.scroll{overflow-x:auto}"
      "svg{max-width:100%;height:auto}.tokens span{border:1px solid #dfe3ea;border-radius:4px;"
      "padding:1px 5px;margin:2px;display:inline-block;font-family:monospace}"
      ".note{color:#6b7686}";

constexpr std::uint64_t kMostTensorBytes = 2'000'000'000;

QString cell(const QString& text, const char* tag = "td")
{
    return QStringLiteral("<%1>%2</%1>").arg(QLatin1String(tag), text.toHtmlEscaped());
}

QString scoresHtml(const ExaminedAttention& attention, const QList<HeadId>& heads)
{
    const std::vector<ScoreColumn> columns = scoreColumns(attention);
    QString html = QStringLiteral("<div class=scroll><table><tr>")
        + cell(translated(QT_TRANSLATE_NOOP("AttentionReport", "head")), "th");
    for (const ScoreColumn& column : columns) {
        html += QStringLiteral("<th title=\"%1\">%2</th>")
                    .arg(column.toolTip.toHtmlEscaped(), column.title.toHtmlEscaped());
    }
    html += QStringLiteral("</tr>");
    for (const HeadId head : heads) {
        html += QStringLiteral("<tr>")
            + cell(QStringLiteral("%1.%2").arg(head.layer).arg(head.head));
        const auto index
            = static_cast<std::size_t>(head.layer * attention.info().heads + head.head);
        for (const ScoreColumn& column : columns) {
            const double value = column.values[index];
            html += cell(std::isnan(value) ? QStringLiteral("–")
                                           : QLocale().toString(value, 'f', 3));
        }
        html += QStringLiteral("</tr>");
    }
    return html + QStringLiteral("</table></div>");
}

QString lensHtml(const LensTable& lens)
{
    QString html = QStringLiteral("<div class=scroll><table><tr>")
        + cell(translated(QT_TRANSLATE_NOOP("AttentionReport", "layer")), "th");
    for (const QString& token : lens.tokens) {
        html += cell(token, "th");
    }
    html += QStringLiteral("</tr>");
    const auto positions = static_cast<std::size_t>(lens.tokens.size());
    for (int layer = lens.layers - 1; layer >= 0; --layer) {
        html += QStringLiteral("<tr>") + cell(QString::number(layer));
        for (std::size_t position = 0; position < positions; ++position) {
            const LensCell& here
                = lens.cells[static_cast<std::size_t>(layer) * positions + position];
            const double probability = here.top.empty() ? 0 : here.top.front().probability;
            html += QStringLiteral("<td style=\"background:rgba(53,87,214,%1)\" title=\"%2 %\">%3"
                                   "</td>")
                        .arg(probability * 0.55, 0, 'f', 2)
                        .arg(probability * 100, 0, 'f', 1)
                        .arg(here.top.empty() ? QString() : here.top.front().token.toHtmlEscaped());
        }
        html += QStringLiteral("</tr>");
    }
    return html + QStringLiteral("</table></div>");
}

/// The drawing without the prologue that belongs to a file of its own.
QString inlineSvg(const QByteArray& svg)
{
    const auto begin = svg.indexOf("<svg");
    return begin < 0 ? QString() : QString::fromUtf8(svg.mid(begin));
}

base::Result<void> checkSize(const models::AttentionInfo& info, std::uint64_t heads)
{
    const std::uint64_t bytes = heads * info.headSize() * sizeof(float);
    if (bytes > kMostTensorBytes) {
        return base::Error { base::ErrorCode::LimitExceeded,
                             "cannot export the attention of so many heads",
                             {},
                             {},
                             "they are " + base::bytesText(bytes) + ", more than "
                                 + base::bytesText(kMostTensorBytes),
                             "select fewer heads and export these" };
    }
    return {};
}

QString heading(const QString& text)
{
    return QStringLiteral("<h2>%1</h2>").arg(text.toHtmlEscaped());
}

} // namespace

QByteArray htmlOf(const ViewReport& report, const charts::IsCancelled& isCancelled)
{
    const Subject& subject = report.examination->subject;
    const ExaminedAttention& attention
        = report.examination->attentions[static_cast<std::size_t>(report.part)];
    const QString title = translated(QT_TRANSLATE_NOOP("AttentionReport", "Attention of %1"))
                              .arg(subject.model->name);
    QString html = QStringLiteral("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%1"
                                  "</title><style>%2</style></head><body><h1>%1</h1>")
                       .arg(title.toHtmlEscaped(), QLatin1String(kStyle));
    html += QStringLiteral("<p class=note>%1 · %2</p>")
                .arg(workspace::modelSummary(subject.model->any->info()).toHtmlEscaped(),
                     attentionTitle(attention.info()).toHtmlEscaped());
    html += QStringLiteral("<p class=tokens>");
    for (const QString& token : attention.queries.mid(0, 400)) {
        html += QStringLiteral("<span>%1</span>").arg(token.toHtmlEscaped());
    }
    html += QStringLiteral("</p>");
    for (const charts::ChartFile& chart : report.charts) {
        const QByteArray svg = chart.content(isCancelled);
        if (svg.isEmpty()) {
            return {};
        }
        html += QStringLiteral("<figure>") + inlineSvg(svg) + QStringLiteral("</figure>");
    }
    html += heading(translated(QT_TRANSLATE_NOOP("AttentionReport", "Scores of the heads")))
        + scoresHtml(attention, report.heads);
    if (report.lens) {
        // One look before a table of hundreds of thousands of cells.
        if (isCancelled && isCancelled()) {
            return {};
        }
        html += heading(translated(QT_TRANSLATE_NOOP("AttentionReport", "Logit lens")))
            + lensHtml(*report.lens);
    }
    return (html + QStringLiteral("</body></html>\n")).toUtf8();
}

base::Result<void> writeTensors(const QString& path, const ExaminedAttention& attention,
                                const QList<HeadId>& heads, TensorChoice choice,
                                const base::CancelToken& cancel, base::Progress& progress)
{
    const models::AttentionInfo& info = attention.info();
    std::vector<std::vector<float>> values;
    std::vector<formats::OutputTensor> tensors;
    const auto add = [&](const std::string& name, base::Shape shape) {
        tensors.push_back({ name, base::DType::F32, std::move(shape), {} });
    };
    if (choice == TensorChoice::Rollout) {
        if (attention.scores.rollout.empty()) {
            return base::invalidArgument("cannot export the rollout",
                                         "this attention looks at another stack");
        }
        values.push_back(attention.scores.rollout);
        add("rollout", { info.queries, info.keys });
    } else if (choice == TensorChoice::SelectedHeads) {
        FE_CHECK(checkSize(info, static_cast<std::uint64_t>(heads.size())));
        values.emplace_back();
        for (const HeadId head : heads) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            const std::vector<float> weights = attention.capture.head(head.layer, head.head);
            values.back().insert(values.back().end(), weights.begin(), weights.end());
        }
        add("attention", { heads.size(), info.queries, info.keys });
    } else {
        FE_CHECK(checkSize(info, static_cast<std::uint64_t>(info.layers * info.heads)));
        progress.begin("Writing", static_cast<std::uint64_t>(info.layers));
        for (std::int64_t layer = 0; layer < info.layers; ++layer) {
            if (cancel.isCancelled()) {
                return base::cancelled();
            }
            values.emplace_back();
            for (std::int64_t head = 0; head < info.heads; ++head) {
                const std::vector<float> weights = attention.capture.head(layer, head);
                values.back().insert(values.back().end(), weights.begin(), weights.end());
            }
            add("attentions." + std::to_string(layer), { info.heads, info.queries, info.keys });
            progress.advance();
        }
    }
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        tensors[i].data = std::as_bytes(std::span(values[i]));
    }
    return formats::writeSafetensors(workspace::toPath(path), tensors);
}

} // namespace fe::attention
