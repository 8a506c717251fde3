using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>A body as sections of blocks, before they have their ids; and what could not be kept as it was written.</summary>
/// <param name="Sections">The sections.</param>
/// <param name="Warnings">What could not be kept.</param>
/// <param name="Exceeded">The limits that the body exceeds, each with its line: such a body is not accepted.</param>
internal sealed record ParsedBody(IReadOnlyList<Section> Sections, IReadOnlyList<string> Warnings, IReadOnlyList<string> Exceeded);
