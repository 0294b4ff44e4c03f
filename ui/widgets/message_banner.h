// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace fe::widgets {

/// What a banner says. All texts are translated except the details.
struct BannerText {
    QString headline; ///< one line: what failed
    QString advice; ///< what to do next; may be empty
    QString details; ///< the whole reason, copied as it is; may be empty
    QString reason = {}; ///< why, in the words of who refused, shown under the advice
};

/// A message in its place in the view: headline, advice, details on request, Copy and dismiss.
/// Hidden until it has something to say.
class MessageBanner : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Error, Notice };

    explicit MessageBanner(QWidget* parent = nullptr);

    void showMessage(Kind kind, const BannerText& text);
    void dismiss();
    [[nodiscard]] const BannerText& text() const { return m_text; }

Q_SIGNALS:
    void dismissed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void showDetails(bool shown);

    BannerText m_text;
    QLabel* m_icon;
    QLabel* m_headline;
    QLabel* m_advice;
    QLabel* m_reason;
    QPlainTextEdit* m_details;
    QPushButton* m_toggle;
    QPushButton* m_copy;
    QToolButton* m_close;
    Kind m_kind = Kind::Error;
};

} // namespace fe::widgets
