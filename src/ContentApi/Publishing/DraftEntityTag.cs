using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;

namespace ContentApi.Publishing;

/// <summary>
/// Formats the entity tag of a draft: its id, its newest version and, while a version is scheduled, a hash of the schedule.
/// </summary>
/// <remarks>
/// The tag includes the schedule so that two editors cannot overwrite each other's schedule, and because `GET …/schedule` returns the same
/// tag: a strong validator must change with the representation (RFC 9110 section 8.8.1).
/// </remarks>
internal static class DraftEntityTag
{
    public static string Format(Guid id, int version, int? scheduledVersion, DateTime? scheduledAt, string? scheduledReason) =>
        scheduledVersion is { } scheduled && scheduledAt is { } at
            ? $"\"{id:N}-{version}-{HashSchedule(scheduled, at, scheduledReason)}\""
            : $"\"{id:N}-{version}\"";

    private static string HashSchedule(int version, DateTime at, string? reason)
    {
        Span<byte> schedule = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32BigEndian(schedule, version);
        BinaryPrimitives.WriteInt64BigEndian(schedule[sizeof(int)..], at.Ticks / TimeSpan.TicksPerMicrosecond); // PostgreSQL's precision
        return Base64Url.EncodeToString(XxHash64.Hash([.. schedule, .. Encoding.UTF8.GetBytes(reason ?? "")]));
    }
}
