// SPDX-License-Identifier: Apache-2.0
//
// The body of row_kernels_*.cpp: written once over vectors of kLanes floats (GCC's and Clang's
// vector types) and compiled for one instruction set after the other. No include guard: each of
// those files sets its target, defines FE_KERNELS (a name) and FE_VECTOR_BYTES, and includes this.
// Nothing here may call inline functions of other headers: the linker would keep one copy of them,
// perhaps the one that this machine cannot run.
namespace fe::tensor {
namespace {

constexpr std::int64_t kLanes = FE_VECTOR_BYTES / 4;

using Floats = float __attribute__((vector_size(FE_VECTOR_BYTES)));
using Ints = std::int32_t __attribute__((vector_size(FE_VECTOR_BYTES)));
using Shorts = std::uint16_t __attribute__((vector_size(FE_VECTOR_BYTES / 2)));
using Words = std::uint32_t __attribute__((vector_size(FE_VECTOR_BYTES)));
using Bytes = std::int8_t __attribute__((vector_size(FE_VECTOR_BYTES / 4)));

inline Floats load(const float* from)
{
    Floats value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

inline void store(float* to, Floats value)
{
    __builtin_memcpy(to, &value, sizeof value);
}

inline Floats spread(float value)
{
    return value - Floats {}; // 0 - x would turn 0 into -0
}

inline Floats bfloats(const std::uint16_t* from)
{
    Shorts halves;
    __builtin_memcpy(&halves, from, sizeof halves);
    return reinterpret_cast<Floats>(__builtin_convertvector(halves, Words) << 16U);
}

#if FE_VECTOR_BYTES == 64
#define FE_EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define FE_ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#elif FE_VECTOR_BYTES == 32
#define FE_EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define FE_ODD 1, 3, 5, 7, 9, 11, 13, 15
#else
#define FE_EVEN 0, 2, 4, 6
#define FE_ODD 1, 3, 5, 7
#endif

/// Sums of neighbours: those of a, then those of b.
inline Floats pairSums(Floats a, Floats b)
{
    return __builtin_shufflevector(a, b, FE_EVEN) + __builtin_shufflevector(a, b, FE_ODD);
}

/// The sums of kLanes vectors, one a lane; the vectors are used up.
inline Floats sumsOf(Floats* vectors)
{
#pragma GCC unroll 4
    for (std::int64_t left = kLanes; left > 1; left /= 2) {
#pragma GCC unroll 8
        for (std::int64_t i = 0; i < left / 2; ++i) {
            vectors[i] = pairSums(vectors[2 * i], vectors[2 * i + 1]);
        }
    }
    return vectors[0];
}

inline float horizontalSum(Floats value)
{
    Floats sums = pairSums(value, value);
    for (std::int64_t left = kLanes / 2; left > 1; left /= 2) {
        sums = pairSums(sums, sums);
    }
    return sums[0];
}

/// e^x: 2^n e^r with n = round(x / ln 2), e^r by its series to the seventh power (|r| <= 0.35, the
/// rest is below 6e-9). Below -87 it is the smallest normal number or so; NaN stays.
inline Floats exponential(Floats x)
{
    const Floats lowest = spread(-87.0F);
    const Floats highest = spread(88.0F);
    x = x < lowest ? lowest : x;
    x = x > highest ? highest : x;
    const Floats shifter = spread(12582912.0F); // 1.5 * 2^23: adding it rounds to whole numbers
    const Floats n = (x * 1.44269504F + shifter) - shifter;
    const Floats r = (x - n * 0.693359375F) + n * 2.12194440e-4F; // ln 2 in two parts
    Floats e = spread(1.0F / 5040);
    e = e * r + 1.0F / 720;
    e = e * r + 1.0F / 120;
    e = e * r + 1.0F / 24;
    e = e * r + 1.0F / 6;
    e = e * r + 0.5F;
    e = e * r + 1.0F;
    e = e * r + 1.0F;
    const Ints power = (__builtin_convertvector(n, Ints) + 127) << 23;
    return e * reinterpret_cast<Floats>(power);
}

void rmsNorm(const float* x, const float* weight, float* out, std::int64_t count, float eps)
{
    Floats squares {};
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        squares += load(x + i) * load(x + i);
    }
    float sum = horizontalSum(squares);
    for (; i < count; ++i) {
        sum += x[i] * x[i];
    }
    const float scale = 1.0F / __builtin_sqrtf(sum / static_cast<float>(count) + eps);
    for (i = 0; i + kLanes <= count; i += kLanes) {
        store(out + i, load(weight + i) * (load(x + i) * scale));
    }
    for (; i < count; ++i) {
        out[i] = weight[i] * (x[i] * scale);
    }
}

constexpr std::int64_t kBlock = 32;
constexpr std::int64_t kScaled = 16;
/// Below, 127 / x would leave float32's range; such numbers count as 0.
constexpr float kLeast = 4e-37F;

inline Ints larger(Ints a, Ints b)
{
    return a > b ? a : b;
}

/// The largest lane of numbers, then of bits: NaN and infinity stand above all that is finite.
inline std::int32_t largestLane(Ints value)
{
    for (std::int64_t left = kLanes; left > 1; left /= 2) {
        value = larger(__builtin_shufflevector(value, value, FE_EVEN),
                       __builtin_shufflevector(value, value, FE_ODD));
    }
    return value[0];
}

inline std::int32_t laneSum(Ints value)
{
    for (std::int64_t left = kLanes; left > 1; left /= 2) {
        value = __builtin_shufflevector(value, value, FE_EVEN)
            + __builtin_shufflevector(value, value, FE_ODD);
    }
    return value[0];
}

/// kScaled numbers; zeros and a scale of NaN if one of them is not finite.
inline void quantiseScaled(const float* x, std::int8_t* values, float& scale, std::int32_t& sum)
{
    Ints bits {};
    for (std::int64_t i = 0; i < kScaled; i += kLanes) {
        bits = larger(reinterpret_cast<Ints>(load(x + i)) & 0x7fffffff, bits);
    }
    const std::int32_t largest = largestLane(bits);
    if (largest >= 0x7f800000) {
        __builtin_memset(values, 0, kScaled);
        scale = __builtin_nanf("");
        sum = 0;
        return;
    }
    float most = 0;
    __builtin_memcpy(&most, &largest, sizeof most);
    const float inverse = most > kLeast ? 127.0F / most : 0.0F;
    Ints added {};
    for (std::int64_t i = 0; i < kScaled; i += kLanes) {
        const Floats scaled = load(x + i) * inverse;
        const Floats half = scaled < 0.0F ? spread(-0.5F) : spread(0.5F);
        const Ints rounded = __builtin_convertvector(scaled + half, Ints);
        added += rounded;
        const Bytes bytes = __builtin_convertvector(rounded, Bytes);
        __builtin_memcpy(values + i, &bytes, sizeof bytes);
    }
    scale = most / 127.0F;
    sum = laneSum(added);
}

void quantise(const float* x, std::int64_t blocks, std::int8_t* values, float* scales,
              std::int32_t* sums, float* shifts)
{
    for (std::int64_t block = 0; block < blocks; ++block) {
        for (std::int64_t at = 2 * block; at < 2 * block + 2; ++at) {
            quantiseScaled(x + at * kScaled, values + at * kScaled, scales[at], sums[at]);
        }
        // Told apart, so that no compiler fuses it in one instruction set and not in another.
        shifts[block]
            = __builtin_fmaf(scales[2 * block + 1], static_cast<float>(sums[2 * block + 1]),
                             scales[2 * block] * static_cast<float>(sums[2 * block]));
    }
}

inline Floats gated(Gate gate, Floats g)
{
    if (gate == Gate::Silu) {
        return g / (1.0F + exponential(-g));
    }
    // x (1 + tanh z) / 2 = x / (1 + e^-2z), z = sqrt(2 / pi) (x + 0.044715 x^3)
    const Floats twice = 1.59576912F * (g + 0.044715F * g * g * g);
    return g / (1.0F + exponential(-twice));
}

void gateRow(Gate gate, const float* g, const float* u, float* out, std::int64_t count)
{
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        store(out + i, gated(gate, load(g + i)) * load(u + i));
    }
    for (; i < count; ++i) {
        out[i] = gated(gate, spread(g[i]))[0] * u[i];
    }
}

inline Floats weightsAt(const float* from)
{
    return load(from);
}

inline Floats weightsAt(const std::uint16_t* from)
{
    return bfloats(from);
}

inline float weightAt(const float* from)
{
    return *from;
}

inline float weightAt(const std::uint16_t* from)
{
    const std::uint32_t bits = std::uint32_t { *from } << 16U;
    float value = 0;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

/// How far weights are fetched ahead of their use, into the second cache and into the first: rows
/// are too short for the hardware's own look-ahead. Measured: 67, 88 and 97 tokens/s without, with
/// the nearer alone and with both (270 MB of bfloat16, two cores of a Xeon).
constexpr std::int64_t kFarBytes = 6144;
constexpr std::int64_t kNearBytes = 1024;

/// Fetches the cache lines at those distances from `count` weights.
template<typename Weight>
inline void fetchAhead(const Weight* weights, std::int64_t count)
{
    const char* bytes = reinterpret_cast<const char*>(weights);
    for (std::int64_t line = 0; line < count * static_cast<std::int64_t>(sizeof(Weight));
         line += 64) {
        __builtin_prefetch(bytes + line + kNearBytes, 0, 3);
        __builtin_prefetch(bytes + line + kFarBytes, 0, 2);
    }
}

template<typename Weight>
inline float dotRow(const Weight* row, std::int64_t columns, const float* x)
{
    Floats even {};
    Floats odd {};
    std::int64_t i = 0;
    for (; i + 2 * kLanes <= columns; i += 2 * kLanes) {
        fetchAhead(row + i, 2 * kLanes);
        even += weightsAt(row + i) * load(x + i);
        odd += weightsAt(row + i + kLanes) * load(x + i + kLanes);
    }
    float sum = horizontalSum(even + odd);
    for (; i < columns; ++i) {
        sum += weightAt(row + i) * x[i];
    }
    return sum;
}

template<typename Weight>
void dotRows(const Weight* matrix, std::int64_t rows, std::int64_t columns, const float* x,
             std::int64_t n, float* out, std::int64_t outStride)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        for (std::int64_t i = 0; i < n; ++i) {
            out[i * outStride + row] = dotRow(matrix + row * columns, columns, x + i * columns);
        }
    }
}

/// Products of whole vectors of a query and a key; what is left over is for tailProduct.
inline Floats headProduct(const float* query, const float* key, std::int64_t dim)
{
    Floats sum {};
    for (std::int64_t i = 0; i + kLanes <= dim; i += kLanes) {
        sum += load(query + i) * load(key + i);
    }
    return sum;
}

inline float tailProduct(const float* query, const float* key, std::int64_t dim)
{
    float sum = 0;
    for (std::int64_t i = dim - dim % kLanes; i < dim; ++i) {
        sum += query[i] * key[i];
    }
    return sum;
}

/// Query heads that pass over the keys together, so that those are read once.
constexpr std::int64_t kTogether = 4;

/// scores[k] = scale * query . key k for kLanes keys from `first` on.
/// @param fetch this is the first of the queries that pass together.
inline void scoreLanes(const KeyRange& range, const float* query, std::int64_t first, bool fetch,
                       float* scores)
{
    const std::int64_t dim = range.dim;
    const float* keys = range.keys + first * dim;
    Floats products[kLanes];
#pragma GCC unroll 16
    for (std::int64_t lane = 0; lane < kLanes; ++lane) {
        if (fetch) {
            fetchAhead(keys + lane * dim, dim);
        }
        products[lane] = headProduct(query, keys + lane * dim, dim);
    }
    Floats sums = sumsOf(products);
    if (dim % kLanes != 0) {
        for (std::int64_t lane = 0; lane < kLanes; ++lane) {
            sums[lane] += tailProduct(query, keys + lane * dim, dim);
        }
    }
    store(scores + first, sums * range.scale);
}

/// scores[m][k] for `members` queries and all keys.
inline void score(const KeyRange& range, const float* queries, std::int64_t members,
                  float (*scores)[kMostKeys])
{
    const std::int64_t dim = range.dim;
    std::int64_t key = 0;
    for (; key + kLanes <= range.count; key += kLanes) {
        for (std::int64_t member = 0; member < members; ++member) {
            scoreLanes(range, queries + member * dim, key, member == 0, scores[member]);
        }
    }
    for (; key < range.count; ++key) {
        const float* row = range.keys + key * dim;
        for (std::int64_t member = 0; member < members; ++member) {
            const float* query = queries + member * dim;
            scores[member][key]
                = (horizontalSum(headProduct(query, row, dim)) + tailProduct(query, row, dim))
                * range.scale;
        }
    }
}

/// Scores to e^(score - largest), in place.
inline void exponentials(float* scores, std::int64_t count, float& largest, float& sum)
{
    largest = scores[0];
    for (std::int64_t key = 1; key < count; ++key) {
        largest = scores[key] > largest ? scores[key] : largest;
    }
    sum = 0;
    Floats sums {};
    std::int64_t key = 0;
    for (; key + kLanes <= count; key += kLanes) {
        const Floats e = exponential(load(scores + key) - largest);
        store(scores + key, e);
        sums += e;
    }
    sum = horizontalSum(sums);
    for (; key < count; ++key) {
        scores[key] = exponential(spread(scores[key] - largest))[0];
        sum += scores[key];
    }
}

/// `width` vectors of the values from `offset` on, weighted for `members` queries, into rows of
/// `dim` from out on.
template<std::int64_t members, std::int64_t width>
inline void mixSome(const KeyRange& range, const float (*weights)[kMostKeys], std::int64_t offset,
                    float* out)
{
    Floats sums[members][width] = {};
    for (std::int64_t key = 0; key < range.count; ++key) {
        const float* row = range.values + key * range.dim + offset;
        fetchAhead(row, width * kLanes);
#pragma GCC unroll 4
        for (std::int64_t i = 0; i < width; ++i) {
            const Floats value = load(row + i * kLanes);
#pragma GCC unroll 4
            for (std::int64_t member = 0; member < members; ++member) {
                sums[member][i] += value * weights[member][key];
            }
        }
    }
    for (std::int64_t member = 0; member < members; ++member) {
        for (std::int64_t i = 0; i < width; ++i) {
            store(out + member * range.dim + offset + i * kLanes, sums[member][i]);
        }
    }
}

template<std::int64_t members>
inline void mix(const KeyRange& range, const float (*weights)[kMostKeys], float* out)
{
    std::int64_t offset = 0;
    for (; offset + 4 * kLanes <= range.dim; offset += 4 * kLanes) {
        mixSome<members, 4>(range, weights, offset, out);
    }
    for (; offset + kLanes <= range.dim; offset += kLanes) {
        mixSome<members, 1>(range, weights, offset, out);
    }
    for (; offset < range.dim; ++offset) {
        for (std::int64_t member = 0; member < members; ++member) {
            float sum = 0;
            for (std::int64_t key = 0; key < range.count; ++key) {
                sum += range.values[key * range.dim + offset] * weights[member][key];
            }
            out[member * range.dim + offset] = sum;
        }
    }
}

void attend(const KeyRange& range, const PartialAttention& out)
{
    constexpr void (*kMixes[kTogether])(const KeyRange&, const float(*)[kMostKeys], float*)
        = { mix<1>, mix<2>, mix<3>, mix<4> };
    float weights[kTogether][kMostKeys];
    for (std::int64_t first = 0; first < range.group; first += kTogether) {
        const std::int64_t left = range.group - first;
        const std::int64_t members = left < kTogether ? left : kTogether;
        score(range, range.queries + first * range.dim, members, weights);
        for (std::int64_t member = 0; member < members; ++member) {
            exponentials(weights[member], range.count, out.largest[first + member],
                         out.sums[first + member]);
        }
        kMixes[members - 1](range, weights, out.values + first * range.dim);
    }
}

#undef FE_EVEN
#undef FE_ODD

} // namespace

extern const RowKernels FE_KERNELS;
const RowKernels FE_KERNELS
    = { rmsNorm, quantise, gateRow, dotRows<float>, dotRows<std::uint16_t>, attend };

} // namespace fe::tensor
