using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;

namespace ContentApi.Authoring;

/// <summary>The version to publish later, and when.</summary>
public sealed record ScheduleRequest
{
    /// <summary>Number of a saved version.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>When to publish it (RFC 3339), in the future and not before the document's own `publishedAt`.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public required DateTimeOffset? At { get; init; }
}

/// <summary>A version of a draft and the time at which it will be published.</summary>
public sealed record Schedule
{
    /// <summary>Number of the version.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>When it will be published (RFC 3339, UTC), to the microsecond.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    public required DateTime At { get; init; }
}

internal sealed class ScheduleRequestValidator : AbstractValidator<ScheduleRequest>
{
    public ScheduleRequestValidator()
    {
        RuleFor(schedule => schedule.Version).NotNull().GreaterThan(0);
        RuleFor(schedule => schedule.At).NotNull();
    }
}
