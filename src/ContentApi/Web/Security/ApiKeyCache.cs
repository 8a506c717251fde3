using System.Collections.Frozen;
using System.Data.Common;
using System.Security.Cryptography;
using ContentApi.Core.Model;
using ContentApi.Data;
using Dapper;

namespace ContentApi.Web.Security;

/// <summary>
/// Caches the API keys on this node, so that authentication needs no round trip and works while the database is unavailable. Creating or
/// revoking a key increments a counter in the database, the epoch. The cache reloads the keys when the epoch has changed:
/// <see cref="ApiKeyRefreshService"/> checks it every half second, and a cache miss checks it immediately.
/// </summary>
internal sealed class ApiKeyCache(Database database) : IDisposable
{
    /// <summary>The notification channel for API key changes.</summary>
    public static readonly string Channel = "api_key";

    /// <summary>
    /// Reads the epoch and, if it differs from @Epoch, the keys. Includes keys that expired in the last 30 days, so that the 401 response
    /// can state the reason.
    /// </summary>
    private const string KeysSql = """
        select epoch from api_key_epoch;

        select id as Id, name as Name, hash as Hash, scopes as Scopes, rate_limit as RateLimit, expires_at as ExpiresAt
        from api_key
        where revoked_at is null
          and (expires_at is null or expires_at > now() - interval '30 days')
          and @Epoch <> (select epoch from api_key_epoch);
        """;

    private readonly SemaphoreSlim refreshLock = new(1);
    private readonly SemaphoreSlim loadLock = new(1);

    // Reloads are numbered by their start; 0 means none.
    private long lastStartedReload;
    private long lastSucceededReload;
    private long lastFailedReload;

    private volatile KeySet current = new(Epoch: 0, FrozenDictionary<Guid, CachedApiKey>.Empty);

    /// <summary>Returns the key with this token, or null if it does not exist.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The key is not cached, and the database is unavailable.</exception>
    /// <exception cref="TimeoutException">The key is not cached, and a concurrent request could not read the keys.</exception>
    public async ValueTask<CachedApiKey?> Find(string token, CancellationToken cancellationToken)
    {
        var hash = ApiKeyToken.Hash(token);
        if (current.Find(hash) is { } key)
        {
            return key;
        }

        await Refresh(cancellationToken);
        return current.Find(hash);
    }

    /// <summary>
    /// Reloads the keys if they have changed. Reloads run one at a time, so that guessing keys occupies at most one connection. A waiting
    /// caller shares a reload only if the reload started after the call, so that a request finds every key created before the request.
    /// </summary>
    public async Task Refresh(CancellationToken cancellationToken)
    {
        var startedBefore = Volatile.Read(ref lastStartedReload);
        await refreshLock.WaitAsync(cancellationToken);
        try
        {
            if (lastFailedReload > startedBefore)
            {
                throw new TimeoutException("A concurrent request could not read the API keys from the database.");
            }

            if (lastSucceededReload > startedBefore)
            {
                return;
            }

            lastStartedReload++;
            lastFailedReload = lastStartedReload; // until it succeeds
            await using var connection = await database.Writes.OpenConnectionAsync(CancellationToken.None); // other callers share this load
            await Load(connection, CancellationToken.None);
            (lastSucceededReload, lastFailedReload) = (lastStartedReload, 0);
        }
        finally
        {
            refreshLock.Release();
        }
    }

    /// <summary>
    /// Reads the epoch and, if it has changed, the keys. Loads run one at a time, so that an older result never replaces a newer one.
    /// </summary>
    public async Task Load(DbConnection connection, CancellationToken cancellationToken)
    {
        await loadLock.WaitAsync(cancellationToken);
        try
        {
            await using var results = await connection.QueryMultipleAsync(new CommandDefinition(KeysSql, new { current.Epoch }, cancellationToken: cancellationToken));
            var epoch = await results.ReadSingleAsync<long>();
            var rows = await results.ReadAsync<CachedApiKeyRow>();
            if (epoch != current.Epoch)
            {
                var usages = current.Keys.Values.ToDictionary(key => key.Caller.KeyId, key => key.Usage);
                current = new KeySet(epoch, rows.Select(row => row.ToKey(usages.GetValueOrDefault(row.Id) ?? new())).ToFrozenDictionary(key => KeySet.GetIndex(key.Hash)));
            }
        }
        finally
        {
            loadLock.Release();
        }
    }

    /// <summary>Returns the keys used since the last call, with the time of their last use.</summary>
    public (Guid[] Ids, DateTime[] At) TakeLastUses()
    {
        var used = current.Keys.Values.Select(key => (key.Caller.KeyId, At: key.Usage.TakeUnreported())).Where(use => use.At is not null).ToList();
        return (used.Select(use => use.KeyId).ToArray(), used.Select(use => use.At!.Value).ToArray());
    }

    public void Dispose()
    {
        refreshLock.Dispose();
        loadLock.Dispose();
    }

    private sealed record KeySet(long Epoch, FrozenDictionary<Guid, CachedApiKey> Keys)
    {
        /// <summary>Looks a key up by the first half of its hash, and compares the whole hash in constant time.</summary>
        public CachedApiKey? Find(byte[] hash) =>
            Keys.TryGetValue(GetIndex(hash), out var key) && CryptographicOperations.FixedTimeEquals(key.Hash, hash) ? key : null;

        public static Guid GetIndex(byte[] hash) => new(hash.AsSpan(0, 16));
    }

    private sealed class CachedApiKeyRow
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public string[] Scopes { get; init; } = [];

        public int? RateLimit { get; init; }

        public DateTime? ExpiresAt { get; init; }

        public CachedApiKey ToKey(ApiKeyUsage usage) =>
            new(new Caller(Id, Name, Scopes.Select(EnumNames.Parse<Scope>).ToHashSet()), Hash, ExpiresAt, RateLimit, usage);
    }
}
