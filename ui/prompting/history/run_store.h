// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/run_history.h"
#include "jobs/job_runner.h"

#include <QObject>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace fe::prompting {

/// The history as the window uses it: reads and writes in the io lane, in the order they were asked
/// for. UI thread only. What is still waiting when the window closes is written then.
class RunStore : public QObject
{
    Q_OBJECT
public:
    explicit RunStore(jobs::JobRunner& runner, QObject* parent = nullptr);
    ~RunStore() override;

    /// What is done with the history, on the io lane; it captures values alone.
    template<typename T>
    using Work = std::function<base::Result<T>(history::RunHistory&)>;
    /// Called on the UI thread, unless the store is gone.
    template<typename T>
    using Then = std::function<void(base::Result<T>)>;

    /// Keeps a run. @param document is made in the io lane. @param then may be empty; errors also
    /// go to failed().
    void add(history::RunSummary summary, std::string text, std::function<std::string()> document,
             Then<history::RunId> then = {});
    void replace(history::RunId id, history::RunSummary summary, std::string text,
                 std::function<std::string()> document);
    void remove(std::vector<history::RunId> ids);

    template<typename T>
    void read(Work<T> work, Then<T> then)
    {
        push(false,
             [work = std::move(work),
              then = std::move(then)](base::Result<history::RunHistory*> opened) -> Delivery {
                 auto result = std::make_shared<base::Result<T>>(
                     opened ? work(**opened) : base::Result<T>(opened.error()));
                 return [result, then] {
                     if (then) {
                         then(std::move(*result));
                     }
                 };
             });
    }

    /// The file; empty if there is no folder for it.
    [[nodiscard]] static std::filesystem::path file();
    /// Moves a damaged file away and begins a new one. @return the name it has now
    [[nodiscard]] base::Result<std::filesystem::path> beginNew();

Q_SIGNALS:
    /// Runs were added, changed or removed.
    void changed();
    /// A run could not be kept; the window says so once until it works again.
    void failed(const fe::base::Error& error);

private:
    using Delivery = std::function<void()>;
    using Task = std::function<Delivery(base::Result<history::RunHistory*>)>;
    struct Shared;

    struct Waiting {
        bool keeps; ///< it writes: what is left when the window closes is done all the same
        Task task;
    };

    void push(bool keeps, Task task);
    void startNext();
    void write(std::function<base::Result<history::RunId>(history::RunHistory&)> work,
               Then<history::RunId> then);

    jobs::JobRunner& m_runner;
    std::shared_ptr<Shared> m_shared;
    std::deque<Waiting> m_waiting;
    jobs::JobHandle m_job;
    bool m_running = false;
};

} // namespace fe::prompting
