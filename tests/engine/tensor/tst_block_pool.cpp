// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rng.h"
#include "tensor/block_pool.h"
#include "tensor/torch_bridge.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <c10/util/Exception.h>

#include <QtTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace fe;
using tensor::BlockPool;

namespace {

constexpr std::size_t kMegabyte = std::size_t { 1 } << 20U;

} // namespace

class TestBlockPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatComesBackIsTakenAgain();
    void aBlockServesOnlyAboutItsSize();
    void theClosestBlockIsTaken();
    void noMoreWaitsThanIsAllowed();
    void foreignMemoryIsRefused();
    void threadsNeverShareABlock();
    void largeTensorsLieInThePool();
    void tooMuchIsSaidInLibtorchsWords();
};

void TestBlockPool::whatComesBackIsTakenAgain()
{
    BlockPool pool(16 * kMegabyte);
    std::byte* first = pool.take(3 * kMegabyte);
    QVERIFY(BlockPool::isPlace(first));
    QVERIFY(pool.take(3 * kMegabyte) != first);
    QVERIFY(pool.give(first));
    QCOMPARE(pool.kept(), 3 * kMegabyte);
    QCOMPARE(pool.take(3 * kMegabyte - 100), first);
    QCOMPARE(pool.kept(), std::size_t { 0 });
}

void TestBlockPool::aBlockServesOnlyAboutItsSize()
{
    BlockPool pool(64 * kMegabyte);
    std::byte* block = pool.take(10 * kMegabyte);
    QVERIFY(pool.give(block));
    QVERIFY(pool.take(4 * kMegabyte) != block); // most of it would lie idle
    QVERIFY(pool.take(11 * kMegabyte) != block);
    QCOMPARE(pool.take(8 * kMegabyte), block);
}

void TestBlockPool::theClosestBlockIsTaken()
{
    BlockPool pool(64 * kMegabyte);
    std::byte* large = pool.take(12 * kMegabyte);
    std::byte* close = pool.take(11 * kMegabyte);
    std::byte* larger = pool.take(13 * kMegabyte);
    for (std::byte* block : { large, close, larger }) {
        QVERIFY(pool.give(block));
    }
    QCOMPARE(pool.take(11 * kMegabyte), close);
    QCOMPARE(pool.take(11 * kMegabyte), large);
}

void TestBlockPool::noMoreWaitsThanIsAllowed()
{
    BlockPool pool(10 * kMegabyte);
    std::byte* first = pool.take(4 * kMegabyte);
    std::byte* second = pool.take(4 * kMegabyte);
    std::byte* third = pool.take(4 * kMegabyte);
    std::byte* huge = pool.take(100 * kMegabyte);
    QVERIFY(pool.give(first));
    QVERIFY(pool.give(second));
    QVERIFY(pool.give(third)); // the first goes
    QCOMPARE(pool.kept(), 8 * kMegabyte);
    QCOMPARE(pool.take(4 * kMegabyte), third);
    QCOMPARE(pool.take(4 * kMegabyte), second);
    QVERIFY(pool.give(second));
    QVERIFY(pool.give(huge)); // that one alone
    QCOMPARE(pool.kept(), 4 * kMegabyte);
    pool.clear();
    QCOMPARE(pool.kept(), std::size_t { 0 });
}

void TestBlockPool::foreignMemoryIsRefused()
{
    BlockPool pool(10 * kMegabyte);
    int local = 0;
    QVERIFY(!BlockPool::isPlace(nullptr));
    QVERIFY(!pool.give(&local));
    std::byte* block = pool.take(2 * kMegabyte);
    QVERIFY(!pool.give(block + 64));
    QVERIFY(pool.give(block));
    QVERIFY(!pool.give(block)); // once
}

void TestBlockPool::threadsNeverShareABlock()
{
    BlockPool pool(32 * kMegabyte);
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&, number] {
            base::Rng rng(static_cast<std::uint64_t>(number));
            for (int round = 0; round < 300; ++round) {
                const std::size_t bytes = (2 + rng.below(3)) * kMegabyte;
                std::byte* block = pool.take(bytes);
                const auto mark = static_cast<std::byte>(number * 61 + round % 50);
                for (std::size_t at = 0; at < bytes; at += kMegabyte / 2) {
                    block[at] = mark;
                }
                std::this_thread::yield();
                for (std::size_t at = 0; at < bytes; at += kMegabyte / 2) {
                    wrong += block[at] == mark ? 0 : 1;
                }
                wrong += pool.give(block) ? 0 : 1;
            }
        });
    }
    threads.clear();
    QCOMPARE(wrong.load(), 0);
}

void TestBlockPool::largeTensorsLieInThePool()
{
    tensor::poolLargeTensors();
#if FE_POOL_IS_OFF
    QSKIP("the sanitizer keeps libtorch's own memory");
#endif
    const void* place = nullptr;
    {
        const at::Tensor large = at::full({ 3, 1 << 20 }, 2.0F);
        place = large.const_data_ptr();
        QVERIFY(BlockPool::isPlace(place));
        const at::Tensor copy = large.clone();
        QVERIFY(copy.const_data_ptr() != place);
        QVERIFY(copy.equal(large));
        QVERIFY(!BlockPool::isPlace(at::empty({ 100, 100 }).const_data_ptr()));
    }
    QCOMPARE(at::empty({ 3 << 20 }).const_data_ptr(), place);
}

void TestBlockPool::tooMuchIsSaidInLibtorchsWords()
{
    tensor::poolLargeTensors();
    QString said;
    try {
        static_cast<void>(at::empty({ std::int64_t { 1 } << 58 }));
    } catch (const c10::Error& error) {
        said = QString::fromUtf8(error.what_without_backtrace());
    }
    QVERIFY2(tensor::saysOutOfMemory(said.toStdString()), qPrintable(said));
}

QTEST_GUILESS_MAIN(TestBlockPool)
#include "tst_block_pool.moc"
