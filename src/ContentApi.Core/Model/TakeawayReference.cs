namespace ContentApi.Core.Model;

/// <summary>A takeaway, with the members that a reason shows.</summary>
public sealed record TakeawayReference
{
    /// <summary>UUID of the takeaway.</summary>
    /// <example>01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91</example>
    public required Guid Id { get; init; }

    /// <summary>The takeaway in one sentence.</summary>
    /// <example>A refusal with a reason is research that somebody else has paid for.</example>
    [StringSchema(1000, MinLength = 1)]
    public required string Statement { get; init; }
}
