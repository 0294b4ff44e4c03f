// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/paired_bootstrap.h"
#include "imaging/evaluation/evaluation_run.h"
#include "workspace/model_catalog.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace fe::imaging {

/// Two answers to one folder and how sure their difference is.
struct Comparison {
    analysis::PairedOutcomes outcomes;
    analysis::Interval interval; ///< of the difference, 95 %
};

/// Compares what the page evaluates with another set of templates or another model on the same
/// pictures.
class ComparisonCard : public QFrame
{
    Q_OBJECT
public:
    /// Both outlive the card.
    ComparisonCard(VisionState& state, const EvaluationRun& first, QWidget* parent = nullptr);

    /// The same model and pictures with other templates.
    void compareTemplates(const QString& title, const QStringList& templates);
    /// Loads a model beside the one in use; the words are the same.
    void compareModel(const QString& path);
    /// Called when the first run's folder, model or words change.
    void setLabels(const QStringList& labels);
    [[nodiscard]] const std::optional<Comparison>& comparison() const { return m_comparison; }

Q_SIGNALS:
    void failed(const fe::base::Error& error);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct OtherModel {
        QString name;
        PictureModelPtr model;
    };
    void build();
    void fillMenu();
    void chooseModel();
    void begin();
    void follow();
    void compare();
    void showOutcome();
    void clearOutcome();
    void retranslate();

    VisionState& m_state;
    const EvaluationRun& m_first;
    EvaluationRun m_second;
    workspace::ModelCatalog m_catalog;
    QStringList m_labels;
    QString m_title; ///< of the second
    bool m_otherModel = false;
    QStringList m_otherTemplates; ///< of a comparison of templates
    std::optional<Comparison> m_comparison;
    jobs::JobHandle m_loading;
    jobs::JobHandle m_bootstrap;
    AnswersPtr m_compared[2]; ///< what m_comparison or m_bootstrap is about
    QLabel* m_heading = nullptr;
    QToolButton* m_choose = nullptr;
    QMenu* m_menu = nullptr;
    QPushButton* m_stop = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_verdict = nullptr;
    QWidget* m_table = nullptr;
    QLabel* m_cells[2][2] = {}; ///< [first, second][name, top-1]
    QLabel* m_counts = nullptr;
};

} // namespace fe::imaging
