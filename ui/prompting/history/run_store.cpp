// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/history/run_store.h"

#include <QPointer>

#include <atomic>
#include <mutex>

namespace fe::prompting {

/// What the io lane holds on to. One task uses it at a time; the mutex makes the last ones wait
/// that the destructor runs itself.
struct RunStore::Shared {
    std::mutex mutex;
    std::optional<history::RunHistory> history; // guarded by mutex

    base::Result<history::RunHistory*> open()
    {
        if (!history) {
            auto opened = history::RunHistory::open(RunStore::file());
            if (!opened) {
                return opened.error();
            }
            history.emplace(*std::move(opened));
        }
        return &*history;
    }
};

namespace {

/// A task that ran once is not run again, by whichever of lane and destructor comes second.
struct Once {
    std::atomic<bool> taken { false };
};

} // namespace

RunStore::RunStore(jobs::JobRunner& runner, QObject* parent)
    : QObject(parent), m_runner(runner), m_shared(std::make_shared<Shared>())
{
}

RunStore::~RunStore()
{
    m_job = {};
    for (const Waiting& waiting : m_waiting) {
        if (waiting.keeps) {
            const std::lock_guard lock(m_shared->mutex);
            static_cast<void>(waiting.task(m_shared->open())); // nobody is left to be told
        }
    }
}

std::filesystem::path RunStore::file()
{
    return history::RunHistory::defaultFile();
}

void RunStore::push(bool keeps, Task task)
{
    // The destructor must not run it a second time if the lane has begun with it.
    auto once = std::make_shared<Once>();
    m_waiting.push_back(
        { keeps,
          [task = std::move(task), once](base::Result<history::RunHistory*> opened) -> Delivery {
              return once->taken.exchange(true) ? Delivery() : task(std::move(opened));
          } });
    startNext();
}

void RunStore::startNext()
{
    if (m_running || m_waiting.empty()) {
        return;
    }
    m_running = true;
    jobs::JobOptions options;
    options.title = tr("History");
    options.lane = jobs::Lane::Io;
    const auto ended = [this] {
        m_waiting.pop_front();
        m_running = false;
        startNext();
    };
    m_job = m_runner.start<Delivery>(
        options,
        [shared = m_shared, task = m_waiting.front().task](
            const base::CancelToken&, base::Progress&) -> base::Result<Delivery> {
            const std::lock_guard lock(shared->mutex);
            return task(shared->open());
        },
        { .done =
              [this, ended](const Delivery& deliver) {
                  const QPointer<RunStore> alive(this);
                  if (deliver) {
                      deliver();
                  }
                  if (alive) {
                      ended();
                  }
              },
          // Cancelled while it waited for its lane: a run is kept all the same.
          .cancelled =
              [this] {
                  m_running = false;
                  startNext();
              },
          .failed = [ended](const base::Error&) { ended(); } });
}

void RunStore::write(std::function<base::Result<history::RunId>(history::RunHistory&)> work,
                     Then<history::RunId> then)
{
    push(true,
         [this, work = std::move(work),
          then = std::move(then)](base::Result<history::RunHistory*> opened) -> Delivery {
             auto id = opened ? work(**opened) : base::Result<history::RunId>(opened.error());
             // `this` is used on the UI thread alone, and not after the store is gone.
             return [this, id = std::move(id), then]() mutable {
                 if (id) {
                     Q_EMIT changed();
                 } else {
                     Q_EMIT failed(id.error());
                 }
                 if (then) {
                     then(std::move(id));
                 }
             };
         });
}

void RunStore::add(history::RunSummary summary, std::string text,
                   std::function<std::string()> document, Then<history::RunId> then)
{
    write([summary = std::move(summary), text = std::move(text), document = std::move(document)](
              history::RunHistory& history) { return history.add(summary, text, document()); },
          std::move(then));
}

void RunStore::replace(history::RunId id, history::RunSummary summary, std::string text,
                       std::function<std::string()> document)
{
    write(
        [id, summary = std::move(summary), text = std::move(text), document = std::move(document)](
            history::RunHistory& history) -> base::Result<history::RunId> {
            FE_CHECK(history.replace(id, summary, text, document()));
            return id;
        },
        {});
}

void RunStore::remove(std::vector<history::RunId> ids)
{
    write(
        [ids = std::move(ids)](history::RunHistory& history) -> base::Result<history::RunId> {
            FE_CHECK(history.remove(ids));
            return history::RunId { 0 };
        },
        {});
}

base::Result<std::filesystem::path> RunStore::beginNew()
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->history.reset();
    auto name = history::RunHistory::setAside(file());
    Q_EMIT changed();
    return name;
}

} // namespace fe::prompting
