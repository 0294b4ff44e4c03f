// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/task_popup.h"

#include "prompting/builder/task_document.h"
#include "prompting/builder/task_model.h"
#include "prompting/prompt_state.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QFrame>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kWidth = 440;
constexpr int kHeight = 520;

/// The tasks have a language of their own: both can be had whatever the window speaks.
struct TaskLanguage {
    const char* code;
    const char* name; ///< in itself, so that its readers find it
};
constexpr TaskLanguage kLanguages[] = { { "en", "English" }, { "ko", "한국어" } };

} // namespace

class TaskPopup final : public QFrame
{
    Q_OBJECT
public:
    TaskPopup(PromptState& state, QWidget* anchor)
        : QFrame(anchor, Qt::Popup), m_state(state), m_title(new QLabel(this)),
          m_languages(new widgets::SegmentedControl(this)), m_list(new QListView(this)),
          m_model(new TaskModel(this))
    {
        setAttribute(Qt::WA_DeleteOnClose);
        setObjectName(QStringLiteral("taskPopup"));
        setProperty("kind", QStringLiteral("popup"));
        m_title->setProperty("kind", QStringLiteral("title"));
        m_title->setText(tr("Tasks, ready to run"));
        for (const TaskLanguage& language : kLanguages) {
            m_languages->addSegment(QString::fromUtf8(language.name),
                                    tr("Tasks in %1").arg(QString::fromUtf8(language.name)));
        }
        m_languages->setAccessibleName(tr("Language of the tasks"));
        m_list->setObjectName(QStringLiteral("taskList"));
        m_list->setProperty("kind", QStringLiteral("flat"));
        m_list->setModel(m_model);
        m_list->setItemDelegate(new TaskDelegate(m_list));
        m_list->setMouseTracking(true);
        m_list->setResizeMode(QListView::Adjust);
        m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
        m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_list->setAccessibleName(tr("Tasks"));
        auto* head = new QHBoxLayout;
        head->addWidget(m_title, 1);
        head->addWidget(m_languages);
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(scaled(12), scaled(10), scaled(6), scaled(8));
        column->setSpacing(scaled(8));
        column->addLayout(head);
        column->addWidget(m_list, 1);
        connect(m_languages, &widgets::SegmentedControl::currentChanged, this,
                [this](int index) { showLanguage(QLatin1String(kLanguages[index].code)); });
        connect(m_list, &QListView::clicked, this, &TaskPopup::choose);
        m_list->installEventFilter(this);
        const QString code = taskLanguage();
        const auto* known = std::find_if(
            std::begin(kLanguages), std::end(kLanguages),
            [&code](const TaskLanguage& language) { return code == QLatin1String(language.code); });
        m_languages->setCurrent(static_cast<int>(known - std::begin(kLanguages)));
        showLanguage(code);
        m_list->setFocus();
    }

    /// Below the anchor, on the screen as a whole.
    void place(QWidget* anchor)
    {
        const QRect screen = anchor->screen()->availableGeometry();
        resize(std::min(scaled(kWidth), screen.width()),
               std::min(scaled(kHeight), screen.height() - scaled(16)));
        // Below a button, near the top of anything larger.
        const int down = std::min(anchor->height(), scaled(40)) + scaled(4);
        const QPoint below = anchor->mapToGlobal(QPoint(0, down));
        const auto inside
            = [](int value, int least, int most) { return std::max(least, std::min(value, most)); };
        move(inside(below.x(), screen.left(), screen.right() - width()),
             inside(below.y(), screen.top(), screen.bottom() - height()));
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == m_list && event->type() == QEvent::KeyPress) {
            const int key = static_cast<QKeyEvent*>(event)->key();
            if (key == Qt::Key_Return || key == Qt::Key_Enter) {
                choose(m_list->currentIndex());
                return true;
            }
        }
        return QFrame::eventFilter(watched, event);
    }

private:
    void showLanguage(const QString& language)
    {
        m_model->setTasks(tasksIn(language));
        m_list->setCurrentIndex(m_model->index(0));
    }

    void choose(const QModelIndex& index)
    {
        if (const evaluation::GalleryTask* task = m_model->task(index)) {
            m_state.setDocument(withTask(m_state.document(), *task));
            close();
        }
    }

    PromptState& m_state;
    QLabel* m_title;
    widgets::SegmentedControl* m_languages;
    QListView* m_list;
    TaskModel* m_model;
};

void showTaskPopup(PromptState& state, QWidget* anchor)
{
    auto* popup = new TaskPopup(state, anchor);
    popup->place(anchor);
    popup->show();
}

} // namespace fe::prompting

#include "task_popup.moc"
