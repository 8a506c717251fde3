using ContentApi.Web.Problems;

namespace ContentApi.Web.Validation;

/// <summary>A body that an endpoint takes, as the filter and the contract see it.</summary>
internal interface IRequestBody
{
    /// <summary>What was sent; null where <see cref="Fault"/> says why there is none, or where it may be left out.</summary>
    object? Content { get; }

    /// <summary>The answer to a body that cannot be taken: 400, 413 or 415.</summary>
    ProblemResult? Fault { get; }
}
