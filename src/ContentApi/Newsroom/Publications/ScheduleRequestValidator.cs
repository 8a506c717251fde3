using ContentApi.Publishing;
using FluentValidation;

namespace ContentApi.Newsroom.Publications;

internal sealed class ScheduleRequestValidator : AbstractValidator<ScheduleRequest>
{
    public ScheduleRequestValidator()
    {
        RuleFor(schedule => schedule.Version).NotNull().GreaterThan(0);
        RuleFor(schedule => schedule.At).NotNull();
        RuleFor(schedule => schedule.Reason).Reason();
    }
}
