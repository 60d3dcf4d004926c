"""What stands on paper about inspections, in Vietnamese whatever its reader has chosen."""

# A fine is for others to decide: the portal notes that it was asked for, and by which decree.
DECREE = "117/2020/NĐ-CP"

# What shows that a criterion is met when officers saw it themselves.
MET_ON_THE_SPOT = "Đạt khi kiểm tra ngày {day}"
