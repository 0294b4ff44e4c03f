// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/text_relevance.h"
#include "attention/examination.h"
#include "jobs/job_runner.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedWidget;

namespace fe::charts {
class ChartPicture;
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;
class PairView;

/// Which tokens speak for the one that the model puts first after the selected position (of masked
/// language models: at it), or for another one that is asked for, by gradient-weighted attention.
/// Of a text that was read beside a picture: what makes both alike.
class RelevanceView : public QWidget
{
    Q_OBJECT
public:
    explicit RelevanceView(AttentionState& state, QWidget* parent = nullptr);

    /// To be called when it is seen and the input or the selected token changed: computes what is
    /// neither shown nor on its way.
    void refresh();
    /// What is on its way is of no more interest.
    void stop();
    void retranslate();
    /// Leaves the first token out, which may outshine the others.
    void setWithoutFirst(bool without);
    /// Null if there is nothing to see.
    [[nodiscard]] const charts::ChartPicture* chart() const;
    [[nodiscard]] const QString& title() const { return m_title; }

Q_SIGNALS:
    void titleChanged(const QString& title);

private:
    /// Whose prediction is traced.
    struct Place {
        ExaminationPtr examination;
        int part = 0;
        int position = -1;
        QString token; ///< whose logit; empty: of the model's own token
        [[nodiscard]] const ExaminedAttention& attention() const
        {
            return examination->attentions[static_cast<std::size_t>(part)];
        }
        bool operator==(const Place&) const = default;
    };

    /// Why no prediction can be traced back; empty if one can.
    [[nodiscard]] QString obstacle(const ExaminedAttention& attention) const;
    [[nodiscard]] bool isPair(const ExaminedAttention& attention) const;
    void forget();
    void compute();
    void showRelevance(const analysis::TextRelevance& relevance);
    void showHint(const QString& text);
    void setTitle(const QString& title);
    [[nodiscard]] QString tokenAt(int position) const;

    AttentionState& m_state;
    jobs::JobHandle m_job;
    Place m_place; ///< that is shown or on its way
    std::optional<analysis::TextRelevance> m_relevance; ///< of m_place
    QString m_title;
    bool m_withoutFirst = false;
    QLineEdit* m_token;
    QStackedWidget* m_stack;
    PairView* m_pair;
    charts::MatrixChart* m_chart;
    charts::ExportButton* m_export;
    QLabel* m_hint;
};

} // namespace fe::attention
