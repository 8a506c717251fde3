using System.Collections.Frozen;
using System.Data.Common;
using System.Security.Cryptography;
using ContentApi.Core.Model;
using ContentApi.Data;
using Dapper;

namespace ContentApi.Web.Security;

/// <summary>
/// The keys that this node holds, so that asking for one costs no round trip and goes on while the database is away. They are read anew
/// whenever the epoch has moved: <see cref="ApiKeyRefreshService"/> looks every half second, and a key that is not held makes us look at once.
/// </summary>
internal sealed class ApiKeyCache(Database database) : IDisposable
{
    /// <summary>The notification channel for changes of keys.</summary>
    public const string Channel = "api_key";

    /// <summary>Keys that ended lately are held too, so that their holders are told why they are refused.</summary>
    private const string Sql = """
        select epoch from api_key_epoch;

        select id as Id, name as Name, hash as Hash, scopes as Scopes, rate_limit as RateLimit, expires_at as ExpiresAt
        from api_key
        where revoked_at is null
          and (expires_at is null or expires_at > now() - interval '30 days')
          and @Epoch <> (select epoch from api_key_epoch);
        """;

    private readonly SemaphoreSlim gate = new(1);
    private readonly SemaphoreSlim loading = new(1);
    private long begun;
    private long loaded;
    private long failed;
    private volatile Held held = new(Epoch: 0, FrozenDictionary<Guid, CachedApiKey>.Empty);

    /// <summary>The key of this secret, or null when there is none.</summary>
    /// <exception cref="Npgsql.NpgsqlException">It is not held, and the database cannot be asked.</exception>
    public async ValueTask<CachedApiKey?> Find(string token, CancellationToken cancellationToken)
    {
        var hash = ApiKeyToken.Hash(token);
        if (held.Find(hash) is { } key)
        {
            return key;
        }

        await Refresh(cancellationToken);
        return held.Find(hash);
    }

    /// <summary>
    /// Looks whether keys have changed. Callers that come together share one look, which began after the last of them came: so a key
    /// that was made before a request is found by it, and guessing keys keeps one connection busy at most.
    /// </summary>
    public async Task Refresh(CancellationToken cancellationToken)
    {
        var came = Volatile.Read(ref begun);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (failed > came)
            {
                throw new TimeoutException("The database did not answer another who asked for a key.");
            }

            if (loaded > came)
            {
                return;
            }

            begun++;
            failed = begun;
            await using var connection = await database.Reads.OpenConnectionAsync(CancellationToken.None); // others wait for it as well
            await Load(connection, CancellationToken.None);
            (loaded, failed) = (begun, 0);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads the epoch, and the keys where it has moved: one load at a time, so that none overtakes a later one.</summary>
    public async Task Load(DbConnection connection, CancellationToken cancellationToken)
    {
        await loading.WaitAsync(cancellationToken);
        try
        {
            await using var results = await connection.QueryMultipleAsync(new CommandDefinition(Sql, new { held.Epoch }, cancellationToken: cancellationToken));
            var epoch = await results.ReadSingleAsync<long>();
            var rows = await results.ReadAsync<HeldKeyRow>();
            if (epoch != held.Epoch)
            {
                var before = held.Keys.Values.ToDictionary(key => key.Caller.KeyId, key => key.Usage);
                held = new Held(epoch, rows.Select(row => row.ToKey(before.GetValueOrDefault(row.Id) ?? new())).ToFrozenDictionary(key => Held.IndexOf(key.Hash)));
            }
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>The keys that were used since the last call, and when.</summary>
    public (Guid[] Ids, DateTime[] At) TakeLastUses()
    {
        var used = held.Keys.Values.Select(key => (key.Caller.KeyId, At: key.Usage.Take())).Where(use => use.At is not null).ToList();
        return (used.Select(use => use.KeyId).ToArray(), used.Select(use => use.At!.Value).ToArray());
    }

    public void Dispose()
    {
        gate.Dispose();
        loading.Dispose();
    }

    private sealed record Held(long Epoch, FrozenDictionary<Guid, CachedApiKey> Keys)
    {
        /// <summary>Found by half of the hash, compared by all of it, in constant time.</summary>
        public CachedApiKey? Find(byte[] hash) =>
            Keys.TryGetValue(IndexOf(hash), out var key) && CryptographicOperations.FixedTimeEquals(key.Hash, hash) ? key : null;

        public static Guid IndexOf(byte[] hash) => new(hash.AsSpan(0, 16));
    }

    private sealed class HeldKeyRow
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public string[] Scopes { get; init; } = [];

        public int? RateLimit { get; init; }

        public DateTime? ExpiresAt { get; init; }

        public CachedApiKey ToKey(ApiKeyUsage usage) =>
            new(new Caller(Id, Name, Scopes.Select(ScopeNames.Parse).ToHashSet()), Hash, ExpiresAt, RateLimit, usage);
    }
}
