// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "jobs/job_runner.h"
#include "workspace/workspace.h"

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::attention {

class AttentionState;
class PictureField;
class RepeatField;
class TokenCount;

/// What is looked into: the model (one of those that are loaded), a text, a second text or a
/// picture, as the model takes them. Analyse runs it.
class SubjectPanel : public QWidget
{
    Q_OBJECT
public:
    explicit SubjectPanel(AttentionState& state, QWidget* parent = nullptr);

    /// Text of another tab ("Look inside"), with what a model wrote; its ids are used as they are
    /// until the text is edited.
    void setText(const workspace::InsideText& text);
    void setPicture(const QString& path);
    /// Runs now; a run that is going on is replaced.
    void analyse() { run(false); }
    /// The same for the other side of a comparison, with the text as it is now.
    void analyseOther() { run(true); }
    void cancel() { m_job.cancel(); }
    [[nodiscard]] bool isBusy() const { return m_job.isActive(); }
    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    void failed(const fe::base::Error& error);
    void started();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void followModels();
    void showKind();
    void countTokens();
    [[nodiscard]] workspace::LoadedModelPtr model() const;
    [[nodiscard]] Subject subject() const;
    void run(bool other);
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_job;
    QTimer m_count;
    std::vector<models::TokenId> m_ids; ///< of m_text as it was set; empty once it is edited
    std::weak_ptr<const workspace::LoadedModel> m_idsOf; ///< the model whose ids they are
    workspace::Role m_role = workspace::Role::Language;
    std::vector<workspace::Role> m_roles; ///< of the segments

    widgets::SegmentedControl* m_models = nullptr;
    QLabel* m_title = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QLabel* m_secondTitle = nullptr;
    QPlainTextEdit* m_second = nullptr;
    PictureField* m_picture = nullptr;
    RepeatField* m_repeat = nullptr;
    QPushButton* m_analyse = nullptr;
    TokenCount* m_tokens = nullptr;
};

} // namespace fe::attention
