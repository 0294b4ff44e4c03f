// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attention/examination.h"
#include "jobs/job_runner.h"
#include "workspace/workspace.h"

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::attention {

class AttentionState;

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
    void analyse();
    /// The same for the other side of a comparison, with the text as it is now.
    void analyseOther();
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
    struct Count {
        qint64 tokens = 0;
        quint64 bytes = 0; ///< of the captures
    };
    void showCount(const Count& count);
    [[nodiscard]] workspace::LoadedModelPtr model() const;
    [[nodiscard]] Subject subject() const;
    void run(bool other);
    void choosePicture();
    void retranslate();

    AttentionState& m_state;
    jobs::JobHandle m_job;
    jobs::JobHandle m_countJob;
    QTimer m_count;
    QString m_picturePath;
    std::vector<models::TokenId> m_ids; ///< of m_text as it was set; empty once it is edited
    std::weak_ptr<const workspace::LoadedModel> m_idsOf; ///< the model whose ids they are
    workspace::Role m_role = workspace::Role::Language;
    std::vector<workspace::Role> m_roles; ///< of the segments

    widgets::SegmentedControl* m_models = nullptr;
    QLabel* m_title = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QLabel* m_secondTitle = nullptr;
    QPlainTextEdit* m_second = nullptr;
    QWidget* m_pictureRow = nullptr;
    QLabel* m_picture = nullptr;
    QPushButton* m_choosePicture = nullptr;
    QToolButton* m_noPicture = nullptr;
    QToolButton* m_repeat = nullptr;
    QSpinBox* m_repeatLength = nullptr;
    QPushButton* m_analyse = nullptr;
    QLabel* m_tokens = nullptr;
};

} // namespace fe::attention
